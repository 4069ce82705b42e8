//! Puts indexes and foreign keys inside the `CREATE TABLE` where the dialect writes them there, and
//! lets keys that are part of a table go with it.

use std::collections::{BTreeMap, BTreeSet};

use crate::dialect::Capability;
use crate::diff::Edit;
use crate::model::{Object, TableName};

use super::detach::Bundled;

pub(super) fn fold(mut bundled: Bundled, capability: Capability) -> Bundled {
    let mut keep = vec![true; bundled.changes.len()];
    let dropped = dropped_keys(&bundled);
    let tables = whole_tables(&bundled);
    let mut inside: Vec<(usize, Object)> = Vec::new();
    for (at, kept) in keep.iter_mut().enumerate() {
        let (object, is_created) = match &bundled.changes[at].edit {
            Edit::Create(object) => (object, true),
            Edit::Drop(object) => (object, false),
            _ => continue,
        };
        let (owner, is_inside) = match object {
            Object::Index(table, _) => (table, capability.indexes_inside_table && is_created),
            Object::ForeignKey(table, key) => (
                table,
                capability.foreign_keys_inside_table
                    && (is_created || !leads_to(&dropped, &key.target, table)),
            ),
            _ => continue,
        };
        let Some(whole) = tables.get(&(is_created, owner)).filter(|_| is_inside) else {
            continue;
        };
        inside.push((*whole, object.clone()));
        *kept = false;
    }
    for (whole, object) in inside {
        let (Edit::Create(Object::Table(table)) | Edit::Drop(Object::Table(table))) =
            &mut bundled.changes[whole].edit
        else {
            continue;
        };
        match object {
            Object::Index(_, index) => table.indexes.push(*index),
            Object::ForeignKey(_, key) => table.foreign_keys.push(*key),
            _ => {}
        }
    }
    bundled.retain(&keep);
    bundled
}

/// Where the tables are that come or go as a whole; `true` for those that come.
fn whole_tables(bundled: &Bundled) -> BTreeMap<(bool, &TableName), usize> {
    let mut tables = BTreeMap::new();
    for (at, change) in bundled.changes.iter().enumerate() {
        let (is_created, table) = match &change.edit {
            Edit::Create(Object::Table(table)) => (true, table),
            Edit::Drop(Object::Table(table)) => (false, table),
            _ => continue,
        };
        tables.entry((is_created, &table.name)).or_insert(at);
    }
    tables
}

/// Which table refers to which by a key that goes before both of them.
fn dropped_keys(bundled: &Bundled) -> BTreeMap<TableName, Vec<TableName>> {
    let mut targets: BTreeMap<TableName, Vec<TableName>> = BTreeMap::new();
    for change in &bundled.changes {
        if let Edit::Drop(Object::ForeignKey(table, key)) = &change.edit {
            let own = targets.entry(table.clone()).or_default();
            own.push(key.target.clone());
        }
    }
    targets
}

/// Whether the keys lead from one table to the other. Tables in a circle can go only after a key of
/// the circle went by itself.
fn leads_to(keys: &BTreeMap<TableName, Vec<TableName>>, from: &TableName, to: &TableName) -> bool {
    let mut seen = BTreeSet::from([from]);
    let mut next = vec![from];
    while let Some(here) = next.pop() {
        if here == to {
            return true;
        }
        let targets = keys.get(here).into_iter().flatten();
        next.extend(targets.filter(|target| seen.insert(target)));
    }
    false
}
