//! Triggers that are ours, among those that a database lists.
//!
//! In: a schema as inspection yields it, where each trigger is listed with its text. Out: the same with
//! those that are wanted on their tables, where they are compared. What somebody else made stays listed
//! alone. Knows the kinds that inspection lists.

use std::collections::{BTreeMap, BTreeSet};

use super::{Engine, ObjectId, Schema, Table, TableName, Token, Trigger, Unsupported, tokens};

/// What the text of a trigger begins with that brings its function.
const FUNCTION: &str = "CREATE OR REPLACE FUNCTION";

/// What stands between the two.
const BETWEEN: &str = "\n;\n";

/// The kind under which inspection lists a trigger.
const TRIGGER: &str = "trigger";

/// What stands around the comment of a trigger that inspection lists.
const COMMENT: &str = "COMMENT ";
const ON: &str = " ON ";

/// What stands around the settings of a trigger of MySQL that inspection lists.
const SETTINGS: &str = " /* ";
const END: &str = " */";

/// The triggers of a schema.
pub(crate) fn triggers_of(schema: &Schema) -> BTreeSet<ObjectId> {
    let of_table = |table: &Table| -> Vec<ObjectId> {
        let triggers = table.triggers.iter();
        triggers
            .map(|trigger| ObjectId::Trigger(table.name.clone(), trigger.name.clone()))
            .collect()
    };
    schema.tables.iter().flat_map(of_table).collect()
}

/// The triggers of tables that inspection lists.
pub(crate) fn listed_triggers(schema: &Schema) -> BTreeSet<ObjectId> {
    listed(schema).map(|(id, _)| id).collect()
}

/// Those of MySQL that are not alone at their moment: their order counts, and the model has none.
pub(crate) fn ordered_triggers(schema: &Schema) -> BTreeSet<ObjectId> {
    // The order of the others is their names' (PostgreSQL), or nobody's (SQLite).
    if schema.flavor.engine() != Engine::MySql {
        return BTreeSet::new();
    }
    let mut at: BTreeMap<_, BTreeSet<ObjectId>> = BTreeMap::new();
    for (id, item) in listed(schema) {
        if let Some(moment) = item.definition.as_deref().and_then(moment) {
            at.entry((&item.on, moment)).or_default().insert(id);
        }
    }
    let several = at.into_values().filter(|ids| ids.len() > 1);
    several.flatten().collect()
}

/// PostgreSQL has triggers of one name on several tables, and lists each with its table.
fn listed(schema: &Schema) -> impl Iterator<Item = (ObjectId, &Unsupported)> {
    let engine = schema.flavor.engine();
    let items = schema.unsupported.iter();
    let items = items.filter(|item| item.kind == TRIGGER);
    items.filter_map(move |item| {
        let table = item.on.clone()?;
        let name = match engine {
            Engine::Postgres => item.object.strip_prefix(&format!("{table}."))?.to_owned(),
            Engine::MySql | Engine::Sqlite => item.object.clone(),
        };
        Some((ObjectId::Trigger(table, name), item))
    })
}

/// Such as `before insert`: what stands between the name of a trigger and its table.
fn moment(definition: &str) -> Option<String> {
    let words = tokens(definition).into_iter();
    let words = words.filter(|token| !matches!(token, Token::Space(_)));
    let mut words = words.skip_while(|token| token.identifier() != Some("trigger"));
    words.nth(1)?;
    let moment: Vec<String> = words
        .map_while(|token| {
            token
                .identifier()
                .filter(|word| *word != "on")
                .map(str::to_owned)
        })
        .collect();
    Some(moment.join(" "))
}

/// Puts those triggers on their tables, as far as they are there.
pub(crate) fn lift_triggers(schema: &mut Schema, wanted: &BTreeSet<ObjectId>) {
    let told: fn(&str, &str) -> Trigger = match schema.flavor.engine() {
        Engine::Postgres => told,
        Engine::MySql => told_by_mysql,
        Engine::Sqlite => |name, text| Trigger::new(name, text),
    };
    for id in wanted {
        let ObjectId::Trigger(table, name) = id else {
            continue;
        };
        let mut listed = schema.unsupported.iter();
        let found = listed.find(|item| is_listed(item, table, name));
        let found = found.map(|item| told(name, item.definition.as_deref().unwrap_or_default()));
        if let (Some(trigger), Some(table)) = (found, schema.table_mut(table))
            && !table.triggers.iter().any(|own| own.name == *name)
        {
            table.triggers.push(trigger);
            table.sort();
        }
    }
}

/// Takes the functions from the texts of triggers that nobody declared: one is no part of a trigger because it bears the
/// name, and like all functions it is nobody's to make or to drop.
pub(crate) fn leave_functions(schema: &mut Schema, declared: &BTreeSet<ObjectId>) {
    for table in &mut schema.tables {
        for trigger in &mut table.triggers {
            let id = ObjectId::Trigger(table.name.clone(), trigger.name.clone());
            if trigger.has_function()
                && !declared.contains(&id)
                && let Some((_, text)) = trigger.definition.rsplit_once(BETWEEN)
            {
                trigger.definition = text.to_owned();
            }
        }
    }
}

/// Lists a trigger that is made: whoever looks at the list must find it there.
pub(crate) fn list_trigger(schema: &mut Schema, table: &TableName, trigger: &Trigger) {
    schema.unsupported.push(Unsupported {
        object: trigger.name.clone(),
        kind: TRIGGER.to_owned(),
        reason: "triggers are compared where they are declared".to_owned(),
        on: Some(table.clone()),
        column: None,
        definition: Some(trigger.definition.clone()),
    });
}

/// Takes a trigger that goes off the list.
pub(crate) fn unlist_trigger(schema: &mut Schema, table: &TableName, name: &str) {
    schema
        .unsupported
        .retain(|item| !is_listed(item, table, name));
}

/// Whether the item is a trigger on one of the tables, or the function of one.
pub(crate) fn is_own_trigger(schema: &Schema, item: &Unsupported) -> bool {
    let is_of = |table: &Table| {
        table.triggers.iter().any(|trigger| {
            is_listed(item, &table.name, &trigger.name)
                || item.kind == "function"
                    && trigger.has_function()
                    && item.object == format!("{}()", table.name.renamed(&trigger.name))
        })
    };
    [TRIGGER, "function"].contains(&item.kind.as_str()) && schema.tables.iter().any(is_of)
}

impl Trigger {
    /// A trigger that fires as usual.
    pub fn new(name: impl Into<String>, definition: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            definition: definition.into(),
            firing: None,
            comment: None,
            mode: None,
            definer: None,
        }
    }

    /// Whether a function comes and goes with it (PostgreSQL).
    #[must_use]
    pub fn has_function(&self) -> bool {
        self.definition.starts_with(FUNCTION)
    }
}

/// Whether the item is that trigger.
fn is_listed(item: &Unsupported, table: &TableName, name: &str) -> bool {
    item.kind == TRIGGER
        && item.on.as_ref() == Some(table)
        && (item.object == name || item.object == format!("{table}.{name}"))
}

/// The trigger that inspection lists with these words: its text, when it fires, and its comment.
fn told(name: &str, words: &str) -> Trigger {
    let (comment, words) = match commented(words) {
        Some((comment, words)) => (Some(comment), words),
        None => (None, words),
    };
    let letter = words.rsplit_once(" (enabled: ");
    let letter = letter.and_then(|(text, letter)| Some((text, letter.strip_suffix(')')?)));
    let (text, firing) = match letter {
        Some((text, "D")) => (text, Some("DISABLE")),
        Some((text, "R")) => (text, Some("ENABLE REPLICA")),
        Some((text, "A")) => (text, Some("ENABLE ALWAYS")),
        _ => (words, None),
    };
    Trigger {
        firing: firing.map(str::to_owned),
        comment,
        ..Trigger::new(name, text)
    }
}

/// The words with which inspection lists a trigger of MySQL: its place among others, who made it and the modes of that
/// session stand in a comment at the end.
#[cfg(any(test, feature = "mysql"))]
pub(crate) fn with_settings(definition: &str, order: &str, definer: &str, mode: &str) -> String {
    let settings = format!("{order} {definer} {mode}");
    let settings = settings.replace("*/", "* /").replace("/*", "/ *");
    format!("{definition}{SETTINGS}{settings}{END}")
}

/// The trigger that was listed so.
fn told_by_mysql(name: &str, words: &str) -> Trigger {
    let Some((text, settings)) = words
        .strip_suffix(END)
        .and_then(|words| words.rsplit_once(SETTINGS))
    else {
        return Trigger::new(name, words);
    };
    let (rest, mode) = settings.rsplit_once(' ').unwrap_or_default();
    let (_, definer) = rest.split_once(' ').unwrap_or_default();
    Trigger {
        mode: Some(mode.to_owned()),
        definer: (!definer.is_empty()).then(|| definer.to_owned()),
        ..Trigger::new(name, text)
    }
}

/// The words with which inspection lists a trigger that has a comment. It stands in front as a literal: a body may say
/// whatever a comment says.
#[cfg(any(test, feature = "postgres"))]
pub(crate) fn with_comment(words: &str, comment: &str) -> String {
    format!("{COMMENT}'{}'{ON}{words}", comment.replace('\'', "''"))
}

/// The comment in front of the words of a trigger, and the words.
fn commented(words: &str) -> Option<(String, &str)> {
    let rest = words.strip_prefix(COMMENT)?;
    let literal = tokens(rest).into_iter().next()?;
    let words = rest[literal.text().len()..].strip_prefix(ON)?;
    let text = literal.text().strip_prefix('\'')?.strip_suffix('\'')?;
    Some((text.replace("''", "'"), words))
}

#[cfg(test)]
mod tests {
    use super::{told, with_comment};

    #[test]
    fn a_trigger_is_told_as_it_was_listed() {
        let text = "CREATE TRIGGER t BEFORE INSERT ON x EXECUTE FUNCTION f('; comment: a', 'COMMENT ''b'' ON ')";
        for comment in ["; comment: it's", "'", "COMMENT 'x' ON ", "two\nlines"] {
            for (letter, firing) in [("", None), (" (enabled: D)", Some("DISABLE"))] {
                let words = format!("{text}{letter}");
                let bare = told("t", &words);
                assert_eq!(bare.comment, None);
                let found = told("t", &with_comment(&words, comment));
                assert_eq!(found.comment.as_deref(), Some(comment));
                for trigger in [bare, found] {
                    assert_eq!(trigger.definition, text);
                    assert_eq!(trigger.firing.as_deref(), firing);
                }
            }
        }
    }
}
