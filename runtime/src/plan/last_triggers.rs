//! Triggers of tables that go, and that hold others.
//!
//! In: changes. Out: the same, where a trigger goes before its table if it names a table that refers to it or a view that reads it, and
//! that goes as well. On SQLite those go first, so the trigger cannot wait for its table, and it may not stay behind them: every
//! trigger is read when a column goes. Elsewhere such a key is dropped before both.

use std::collections::BTreeSet;

use crate::diff::{Change, Edit};
use crate::model::{Engine, ForeignKey, Object, ObjectId, TableName, Trigger, tokens};

pub(super) fn split_off(mut changes: Vec<Change>, engine: Engine) -> Vec<Change> {
    if engine != Engine::Sqlite {
        return changes;
    }
    let reliances: Vec<(TableName, TableName)> = changes.iter().flat_map(reliances).collect();
    let mut first = Vec::new();
    for change in &mut changes {
        let cause = change.cause;
        let Edit::Drop(Object::Table(table)) = &mut change.edit else {
            continue;
        };
        let relying = relying(&table.name, &reliances);
        let holds = |trigger: &mut Trigger| names_one(&trigger.definition, &relying);
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

/// The keys and the views that go: the table or the view of each, and what it refers to or reads.
fn reliances(change: &Change) -> Vec<(TableName, TableName)> {
    let of = |name: &TableName, key: &ForeignKey| (name.clone(), key.target.clone());
    match &change.edit {
        Edit::Drop(Object::Table(table)) => {
            let keys = table.foreign_keys.iter();
            keys.map(|key| of(&table.name, key)).collect()
        }
        Edit::Drop(Object::ForeignKey(table, key)) => vec![of(table, key)],
        Edit::Drop(Object::View(view)) => {
            let read = view.uses.iter().filter_map(|used| match used {
                ObjectId::Table(name) | ObjectId::View(name) => Some(name),
                _ => None,
            });
            read.map(|read| (view.name.clone(), read.clone())).collect()
        }
        _ => Vec::new(),
    }
}

/// What relies on this table, or on what does.
fn relying(name: &TableName, reliances: &[(TableName, TableName)]) -> BTreeSet<TableName> {
    let mut found = BTreeSet::new();
    let mut open = vec![name.clone()];
    while let Some(target) = open.pop() {
        for (relation, _) in reliances.iter().filter(|(_, to)| *to == target) {
            if relation != name && found.insert(relation.clone()) {
                open.push(relation.clone());
            }
        }
    }
    found
}

fn names_one(text: &str, relations: &BTreeSet<TableName>) -> bool {
    let words = tokens(text);
    let mut names = words.iter().filter_map(|token| token.identifier());
    names.any(|word| {
        let mut relations = relations.iter();
        relations.any(|relation| relation.name.to_lowercase() == word)
    })
}
