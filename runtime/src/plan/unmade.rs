//! What the desired side speaks of, and is not managed and not there.
//!
//! In: an edit and the sides. Out: an obstacle where a text of the edit calls such a function, where a view reads such a
//! table, or where a column is of such a type or collation: the server would refuse it in the middle of the run. Of
//! functions only the names are known.

use std::collections::{BTreeMap, BTreeSet};

use super::Sides;
use crate::dialect::Obstacle;
use crate::diff::Edit;
use crate::model::{
    Column, Domain, Index, Kind, Object, ObjectId, Schema, Table, Target, Token, Unsupported,
    tokens,
};

/// Kinds that inspection lists functions under.
const KINDS: [&str; 4] = ["function", "aggregate", "window function", "procedure"];

/// Kinds beside types that the form of a column or an index names.
const FORMS: [&str; 2] = ["collation", "operator class"];

/// What expressions name besides functions: always as a text, of which a cast tells what it is the name of.
const SPOKEN: [&str; 2] = ["text search configuration", "text search dictionary"];

/// Functions, and what else expressions name, that the desired side has and the live one lacks: by their names in lower
/// case, and the kind of each. Of several functions under one name the live side lacks all.
pub(super) struct Unmade {
    names: BTreeMap<String, String>,
}

impl Unmade {
    pub(super) fn of(sides: Sides<'_>) -> Self {
        let there: BTreeSet<Signature> = signatures(sides.live).map(|one| one.1).collect();
        let wanted = || signatures(sides.desired);
        let names = wanted().map(|(kind, (name, _))| (name, kind.to_owned()));
        let mut names: BTreeMap<String, String> = names.collect();
        for (_, signature) in wanted().filter(|one| there.contains(&one.1)) {
            names.remove(&signature.0);
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
        let kind = self.names.get(&name)?;
        let (uses, kind) = match SPOKEN.contains(&kind.as_str()) {
            true => ("uses", kind.as_str()),
            false => ("calls", "function"),
        };
        Some(Obstacle::new(
            &name,
            format!(
                "`{}` {uses} this {kind}, which is not there and not managed",
                edit.object()
            ),
            format!("create the {kind} `{name}` yourself, then apply"),
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
        // `'f'::regproc`, `'c'::regconfig`, and the like.
        let spoken = words.windows(4).filter(|four| {
            let kind = four[3].identifier().unwrap_or_default();
            let is_name = ["regproc", "regconfig", "regdictionary"];
            let is_name = is_name.iter().any(|word| kind.starts_with(word));
            four[1].text() == ":" && four[2].text() == ":" && is_name
        });
        let spoken = spoken.filter_map(|four| match four[0] {
            Token::Text(text) => Some(text.trim_matches('\'').split('(').next()?),
            _ => None,
        });
        let spoken = spoken.filter_map(|name| name.rsplit('.').next());
        let mut all = called
            .chain(spoken)
            .map(|name| name.trim_matches('"').to_lowercase());
        all.find(|name| self.names.contains_key(name))
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

/// Types, collations and operator classes that the desired side has, and that are not there in the same form.
pub(super) fn forms<'a>(sides: Sides<'a>) -> Vec<&'a Unsupported> {
    let is_form =
        |item: &&Unsupported| item.kind.ends_with(" type") || FORMS.contains(&item.kind.as_str());
    let is_missing = |item: &&Unsupported| !sides.live.unsupported.contains(item);
    let items = sides.desired.unsupported.iter();
    items.filter(is_form).filter(is_missing).collect()
}

/// Whether the edit makes a column, a domain or an index of that form, or gives a column a default of it.
pub(super) fn takes_form(edit: &Edit, item: &Unsupported) -> bool {
    let own = item.object.rsplit('.').next().unwrap_or(&item.object);
    let is_it = |name: &str| {
        let name = name.trim_end_matches("[]");
        name.rsplit('.').next().unwrap_or(name).trim_matches('"') == own
    };
    let is_of = |data_type: &str, collation: Option<&String>| match item.kind.as_str() {
        "collation" => collation.is_some_and(|name| is_it(name)),
        "operator class" => false,
        _ => is_it(data_type),
    };
    let is_column = |column: &Column| is_of(&column.data_type, column.collation.as_ref());
    let is_domain = |own: &Domain| is_of(&own.data_type, own.collation.as_ref());
    let is_index = |index: &Index| {
        let clauses = index.parts.iter().flat_map(|part| &part.clauses);
        FORMS.contains(&item.kind.as_str()) && clauses.flat_map(|text| text.split(' ')).any(is_it)
    };
    let (Edit::Create(object) | Edit::Alter { to: object, .. }) = edit else {
        return false;
    };
    match object {
        Object::Table(table) if matches!(edit, Edit::Create(_)) => {
            table.columns.iter().any(is_column)
        }
        Object::Column(_, column) => is_column(column),
        Object::Domain(own) => is_domain(own),
        Object::Index(_, index) => is_index(index),
        Object::Default(_, _, text) => {
            text.ends_with(&format!("::{own}")) || text.ends_with(&format!("::\"{own}\""))
        }
        _ => false,
    }
}

/// The name of a function without its namespace, and the last word of each of its arguments: arguments may have names,
/// which no caller needs to know.
type Signature = (String, Vec<String>);

/// The signatures with their kinds.
fn signatures(schema: &Schema) -> impl Iterator<Item = (&str, Signature)> {
    let items = schema.unsupported.iter();
    let is_ours = |kind: &str| KINDS.contains(&kind) || SPOKEN.contains(&kind);
    let items = items.filter(move |item| is_ours(&item.kind));
    items.map(|item| (item.kind.as_str(), signature(&item.object)))
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
            names: [("token".to_owned(), "function".to_owned())].into(),
        };
        for (text, is_called) in [
            ("public.token(26)", true),
            ("\"token\" (1)", true),
            ("'token(1)'", false),
            ("'public.token'::regproc", true),
            ("'token(integer)'::regprocedure", true),
            ("'public.token'::regconfig", true),
            ("'token'::regclass", false),
            ("my_token(1)", false),
            ("token > 1", false),
        ] {
            assert_eq!(unmade.called(text).is_some(), is_called, "{text}");
        }
    }
}
