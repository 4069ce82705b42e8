//! Functions that the desired side calls, and relations that its views read, which are not managed and not there.
//!
//! In: an edit and the sides. Out: an obstacle where a text of the edit calls such a function, or reads such a table: the
//! server would refuse it in the middle of the run. Of functions only the names are known.

use std::collections::BTreeSet;

use super::Sides;
use crate::dialect::Obstacle;
use crate::diff::Edit;
use crate::model::{Kind, Object, ObjectId, Schema, Table, Target, Token, tokens};

/// Kinds that inspection lists functions under.
const KINDS: [&str; 4] = ["function", "aggregate", "window function", "procedure"];

/// Functions that the desired side has and the live one lacks, by their names in lower case. Of several under one name
/// the live side lacks all.
pub(super) struct Unmade {
    names: BTreeSet<String>,
}

impl Unmade {
    pub(super) fn of(sides: Sides<'_>) -> Self {
        let there: BTreeSet<Signature> = signatures(sides.live).collect();
        let is_there = |signature: &Signature| there.contains(signature);
        let mut names: BTreeSet<String> = signatures(sides.desired).map(|(name, _)| name).collect();
        for (name, _) in signatures(sides.desired).filter(is_there) {
            names.remove(&name);
        }
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
        let called = called.filter_map(|pair| pair[0].identifier());
        // `'f'::regproc`, and the like.
        let spoken = words.windows(4).filter(|four| {
            let kind = four[3].identifier().unwrap_or_default();
            four[1].text() == ":" && four[2].text() == ":" && kind.starts_with("regproc")
        });
        let spoken = spoken.filter_map(|four| match four[0] {
            Token::Text(text) => Some(text.trim_matches('\'').split('(').next()?),
            _ => None,
        });
        let spoken = spoken.filter_map(|name| name.rsplit('.').next());
        let mut all = called
            .chain(spoken)
            .map(|name| name.trim_matches('"').to_lowercase());
        all.find(|name| self.names.contains(name))
    }
}

/// Why the view of the edit cannot be made yet: it reads a table that is not managed, and is not there.
pub(super) fn reads(edit: &Edit, sides: Sides<'_>) -> Option<Obstacle> {
    let (Edit::Create(Object::View(view))
    | Edit::Alter {
        to: Object::View(view),
        ..
    }) = edit
    else {
        return None;
    };
    let listed = |schema: &'_ Schema, id: &ObjectId| {
        let name = id.to_string();
        let mut items = schema.unsupported.iter();
        let found = items.find(|item| item.is_whole() && item.object == name);
        found.map(|item| item.kind.clone())
    };
    let is_there = |id: &ObjectId| {
        let table = id.table().and_then(|name| sides.live.table(name));
        table.is_some() || listed(sides.live, id).is_some()
    };
    let tables = view.uses.iter().filter(|id| id.kind() == Kind::Table);
    let mut missing = tables.filter(|id| !is_there(id));
    let (table, kind) = missing.find_map(|id| Some((id, listed(sides.desired, id)?)))?;
    Some(Obstacle::new(
        &view.name,
        format!("it reads the {kind} `{table}`, which is not there and not managed"),
        format!("create the {kind} `{table}` yourself, then apply"),
    ))
}

/// The name of a function without its namespace, and the last word of each of its arguments: arguments may have names,
/// which no caller needs to know.
type Signature = (String, Vec<String>);

fn signatures(schema: &Schema) -> impl Iterator<Item = Signature> {
    let items = schema.unsupported.iter();
    let items = items.filter(|item| KINDS.contains(&item.kind.as_str()));
    items.map(|item| signature(&item.object))
}

fn signature(object: &str) -> Signature {
    let (name, arguments) = object.split_once('(').unwrap_or((object, ""));
    let name = name.rsplit('.').next().unwrap_or(name);
    let arguments = arguments.trim_end_matches(')').split(", ");
    let words = arguments.map(|argument| argument.rsplit([' ', '.']).next().unwrap_or(argument));
    let words = words.map(str::to_owned).collect();
    (name.trim_matches('"').to_lowercase(), words)
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
    use super::{Unmade, signature};

    #[test]
    fn names_of_arguments_make_no_other_function() {
        for (one, other, is_same) in [
            ("f(a integer)", "shop.\"F\"(integer)", true),
            ("f(a shop.mood, b text[])", "f(mood, text[])", true),
            ("f(integer)", "f(bigint)", false),
            ("f(integer)", "f(integer, integer)", false),
            ("f()", "f(integer)", false),
        ] {
            assert_eq!(
                signature(one) == signature(other),
                is_same,
                "{one} and {other}"
            );
        }
    }

    #[test]
    fn a_call_is_a_name_before_a_parenthesis() {
        let unmade = Unmade {
            names: ["token".to_owned()].into(),
        };
        for (text, is_called) in [
            ("public.token(26)", true),
            ("\"token\" (1)", true),
            ("'token(1)'", false),
            ("'public.token'::regproc", true),
            ("'token(integer)'::regprocedure", true),
            ("'token'::regclass", false),
            ("my_token(1)", false),
            ("token > 1", false),
        ] {
            assert_eq!(unmade.called(text).is_some(), is_called, "{text}");
        }
    }
}
