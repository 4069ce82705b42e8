//! Triggers that are ours, among those that a database lists.
//!
//! In: a schema as inspection yields it, where each trigger is listed with its text. Out: the same with
//! those that are wanted on their tables, where they are compared. What somebody else made stays listed
//! alone. Knows the kinds that inspection lists.

use std::collections::BTreeSet;

use super::{ObjectId, Schema, Table, TableName, Trigger, Unsupported};

/// What the text of a trigger begins with that brings its function.
const FUNCTION: &str = "CREATE OR REPLACE FUNCTION";

/// The kind under which inspection lists a trigger.
const TRIGGER: &str = "trigger";

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

/// The triggers of tables that inspection lists and that come and go by themselves: a function of the same name would
/// go along, which is nobody's to drop.
pub(crate) fn listed_triggers(schema: &Schema) -> BTreeSet<ObjectId> {
    let whole = |item: &&Unsupported| {
        let definition = item.definition.as_deref().unwrap_or_default();
        item.kind == TRIGGER && !definition.starts_with(FUNCTION)
    };
    let items = schema.unsupported.iter().filter(whole);
    let ids = items.filter_map(|item| {
        let table = item.on.clone()?;
        let name = item.object.strip_prefix(&format!("{table}."))?.to_owned();
        Some(ObjectId::Trigger(table, name))
    });
    ids.collect()
}

/// Puts those triggers on their tables, as far as they are there.
pub(crate) fn lift_triggers(schema: &mut Schema, wanted: &BTreeSet<ObjectId>) {
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
        }
    }

    /// Whether a function comes and goes with it (PostgreSQL).
    #[must_use]
    pub fn has_function(&self) -> bool {
        self.definition.starts_with(FUNCTION)
    }
}

/// PostgreSQL has triggers of one name on several tables, and lists each with its table.
fn is_listed(item: &Unsupported, table: &TableName, name: &str) -> bool {
    item.kind == TRIGGER
        && item.on.as_ref() == Some(table)
        && (item.object == name || item.object == format!("{table}.{name}"))
}

/// The trigger that inspection lists with these words: its text, when it fires, and its comment.
fn told(name: &str, words: &str) -> Trigger {
    let (words, comment) = match words.rsplit_once("; comment: ") {
        Some((words, comment)) => (words, Some(comment.to_owned())),
        None => (words, None),
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
