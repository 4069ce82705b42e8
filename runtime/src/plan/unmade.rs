//! Functions that the desired side calls and that are not there.
//!
//! In: an edit and the sides. Out: an obstacle where a text of the edit calls such a function: the server would
//! refuse it in the middle of the run. Functions are not managed, so that only their names are known.

use std::collections::BTreeSet;

use super::Sides;
use crate::dialect::Obstacle;
use crate::diff::Edit;
use crate::model::{Object, Schema, Table, Target, Token, tokens};

/// Kinds that inspection lists functions under.
const KINDS: [&str; 4] = ["function", "aggregate", "window function", "procedure"];

/// Functions that the desired side has and the live one lacks, by their names in lower case.
pub(super) struct Unmade {
    names: BTreeSet<String>,
}

impl Unmade {
    pub(super) fn of(sides: Sides<'_>) -> Self {
        let there = names(sides.live);
        let mut names = names(sides.desired);
        names.retain(|name| !there.contains(name));
        Self { names }
    }

    /// Why the edit cannot be made yet.
    pub(super) fn stops(&self, edit: &Edit) -> Option<Obstacle> {
        if self.names.is_empty() {
            return None;
        }
        let (Edit::Create(object) | Edit::Alter { to: object, .. }) = edit else {
            return None;
        };
        let texts = texts(object);
        let name = texts.iter().find_map(|text| self.called(text))?;
        Some(Obstacle::new(
            &name,
            format!(
                "`{}` calls this function, which is not there and not managed",
                edit.object()
            ),
            format!("create the function `{name}` yourself, then apply"),
        ))
    }

    fn called(&self, text: &str) -> Option<String> {
        let words = tokens(text);
        let words: Vec<&Token> = words
            .iter()
            .filter(|token| !matches!(token, Token::Space(_)))
            .collect();
        let called = words.windows(2).filter(|pair| pair[1].text() == "(");
        let mut called = called.filter_map(|pair| pair[0].identifier());
        let found = called.find(|name| self.names.contains(&name.to_lowercase()));
        found.map(str::to_owned)
    }
}

/// The names of functions without their namespaces and arguments.
fn names(schema: &Schema) -> BTreeSet<String> {
    let items = schema.unsupported.iter();
    let items = items.filter(|item| KINDS.contains(&item.kind.as_str()));
    items
        .map(|item| {
            let name = item.object.split('(').next().unwrap_or_default();
            let name = name.rsplit('.').next().unwrap_or(name);
            name.trim_matches('"').to_lowercase()
        })
        .collect()
}

/// Everything in the object that may call a function.
fn texts(object: &Object) -> Vec<&str> {
    match object {
        Object::Table(table) => of_table(table),
        Object::Column(_, column) => {
            let generated = column.generated.iter().map(|own| own.expression.as_str());
            column
                .default
                .as_deref()
                .into_iter()
                .chain(generated)
                .collect()
        }
        Object::Default(_, _, text) => vec![text],
        Object::Check(_, check) => vec![&check.expression],
        Object::Exclusion(_, item) => vec![&item.definition],
        Object::Trigger(_, trigger) if !trigger.has_function() => vec![&trigger.definition],
        Object::Index(_, index) => {
            let parts = index.parts.iter().filter_map(|part| match &part.target {
                Target::Expression(text) => Some(text.as_str()),
                Target::Column(_) => None,
            });
            parts.chain(index.predicate.as_deref()).collect()
        }
        Object::View(view) => vec![&view.query],
        Object::Domain(domain) => {
            let checks = domain.checks.iter().map(|check| check.expression.as_str());
            domain
                .default
                .as_deref()
                .into_iter()
                .chain(checks)
                .collect()
        }
        _ => Vec::new(),
    }
}

fn of_table(table: &Table) -> Vec<&str> {
    let columns = table.columns.iter().flat_map(|column| {
        let generated = column.generated.iter().map(|own| own.expression.as_str());
        column.default.as_deref().into_iter().chain(generated)
    });
    let checks = table.checks.iter().map(|check| check.expression.as_str());
    let exclusions = table.exclusions.iter().map(|item| item.definition.as_str());
    let divided = table.partitioning.iter().map(|own| own.key.as_str());
    columns
        .chain(checks)
        .chain(exclusions)
        .chain(divided)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::Unmade;

    #[test]
    fn a_call_is_a_name_before_a_parenthesis() {
        let unmade = Unmade {
            names: ["token".to_owned()].into(),
        };
        for (text, is_called) in [
            ("public.token(26)", true),
            ("\"token\" (1)", true),
            ("'token(1)'", false),
            ("my_token(1)", false),
            ("token > 1", false),
        ] {
            assert_eq!(unmade.called(text).is_some(), is_called, "{text}");
        }
    }
}
