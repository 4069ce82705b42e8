//! Triggers of tables that go, and that hold others.
//!
//! In: changes. Out: the same, where a trigger goes before its table if it names a table that goes as well and refers to its own. That
//! one goes first on SQLite, so the trigger cannot wait for its table. Elsewhere such a key is dropped before both.

use std::collections::BTreeSet;

use crate::diff::{Change, Edit};
use crate::model::{Engine, ForeignKey, Object, TableName, Trigger, tokens};

pub(super) fn split_off(mut changes: Vec<Change>, engine: Engine) -> Vec<Change> {
    if engine != Engine::Sqlite {
        return changes;
    }
    let keys: Vec<(TableName, TableName)> = changes.iter().flat_map(keys).collect();
    let mut first = Vec::new();
    for change in &mut changes {
        let cause = change.cause;
        let Edit::Drop(Object::Table(table)) = &mut change.edit else {
            continue;
        };
        let referring = referring(&table.name, &keys);
        let holds = |trigger: &mut Trigger| names_one(&trigger.definition, &referring);
        let held = table.triggers.extract_if(.., holds);
        let name = table.name.clone();
        first.extend(held.map(|trigger| {
            let object = Object::Trigger(name.clone(), Box::new(trigger));
            Change::new(Edit::Drop(object), cause)
        }));
    }
    changes.extend(first);
    changes
}

/// The keys that go: the table of each, and the one that it refers to.
fn keys(change: &Change) -> Vec<(TableName, TableName)> {
    let of = |name: &TableName, key: &ForeignKey| (name.clone(), key.target.clone());
    match &change.edit {
        Edit::Drop(Object::Table(table)) => {
            let keys = table.foreign_keys.iter();
            keys.map(|key| of(&table.name, key)).collect()
        }
        Edit::Drop(Object::ForeignKey(table, key)) => vec![of(table, key)],
        _ => Vec::new(),
    }
}

/// The tables that refer to this one, or to one that does.
fn referring(name: &TableName, keys: &[(TableName, TableName)]) -> BTreeSet<TableName> {
    let mut found = BTreeSet::new();
    let mut open = vec![name.clone()];
    while let Some(target) = open.pop() {
        for (table, _) in keys.iter().filter(|(_, to)| *to == target) {
            if table != name && found.insert(table.clone()) {
                open.push(table.clone());
            }
        }
    }
    found
}

fn names_one(text: &str, tables: &BTreeSet<TableName>) -> bool {
    let words = tokens(text);
    let mut names = words.iter().filter_map(|token| token.identifier());
    names.any(|word| {
        let mut tables = tables.iter();
        tables.any(|table| table.name.to_lowercase() == word)
    })
}
