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

/// The triggers of tables that inspection lists and that come and go by their text alone: what is switched off or has
/// a comment is more than its text, and a function of the same name would go along, which is nobody's to drop.
pub(crate) fn listed_triggers(schema: &Schema) -> BTreeSet<ObjectId> {
    let whole = |item: &&Unsupported| {
        let definition = item.definition.as_deref().unwrap_or_default();
        item.kind == TRIGGER
            && !definition.contains("; comment: ")
            && !definition.contains(" (enabled: ")
            && !definition.starts_with(FUNCTION)
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
        let definition = found.map(|item| text(item.definition.as_deref().unwrap_or_default()));
        if let (Some(definition), Some(table)) = (definition, schema.table_mut(table))
            && !table.triggers.iter().any(|own| own.name == *name)
        {
            table.triggers.push(Trigger {
                name: name.clone(),
                definition,
            });
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

/// The text without a comment that somebody wrote.
fn text(definition: &str) -> String {
    let end = definition.rfind("; comment: ").unwrap_or(definition.len());
    definition[..end].to_owned()
}
