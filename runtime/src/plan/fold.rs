//! Puts indexes and foreign keys inside the `CREATE TABLE` where the dialect writes them there, and
//! lets keys that are part of a table go with it.

use std::collections::{BTreeMap, BTreeSet};

use crate::dialect::{Capability, Inside};
use crate::diff::Edit;
use crate::model::{Needs, Object, TableName};

use super::Sides;
use super::detach::Bundled;
use super::names;

pub(super) fn fold(mut bundled: Bundled, sides: Sides<'_>, capability: Capability) -> Bundled {
    let mut keep = vec![true; bundled.changes.len()];
    let dropped = dropped_keys(&bundled);
    let tables = whole_tables(&bundled);
    let settled = match capability.foreign_keys_inside_table {
        Inside::Settled => settled(&bundled, &tables, sides),
        Inside::Nothing | Inside::All => BTreeSet::new(),
    };
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
                settled.contains(&at)
                    || capability.foreign_keys_inside_table == Inside::All
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

/// The foreign keys of new tables that nothing else in the plan has to make way for: what they refer to stays as it is, or is made
/// as a whole before them, and nothing gives up their name. The others come later, so that no table waits for more than it has to.
fn settled(
    bundled: &Bundled,
    tables: &BTreeMap<(bool, &TableName), usize>,
    sides: Sides<'_>,
) -> BTreeSet<usize> {
    let is_new = |table: &TableName| tables.contains_key(&(true, table));
    let keys = bundled.changes.iter().enumerate();
    let keys = keys.filter_map(|(at, change)| match &change.edit {
        Edit::Create(object @ Object::ForeignKey(table, key)) if is_new(table) => {
            Some((at, object, table, &**key))
        }
        _ => None,
    });
    let mut keys = keys.peekable();
    if keys.peek().is_none() {
        return BTreeSet::new();
    }
    let (mut touched, mut left) = (BTreeSet::new(), BTreeSet::new());
    for change in &bundled.changes {
        let object = change.object();
        left.extend(names::given_up(&change.edit, sides.live.flavor));
        // What is made on a new table is there before anything waits for it.
        if !matches!(change.edit, Edit::Create(_)) || !object.table().is_some_and(is_new) {
            touched.insert(object);
        }
    }
    let needs = Needs::of(sides.desired);
    let (mut found, mut between) = (BTreeSet::new(), BTreeMap::new());
    for (at, object, table, key) in keys {
        let mut names = names::of_id(&object.id(), sides.live.flavor).into_iter();
        let is_settled = sides.desired.table(&key.target).is_some()
            && bundled.bundle(at).is_empty()
            && !names.any(|name| left.contains(&name))
            && !needs
                .of_object(object)
                .iter()
                .any(|id| touched.contains(id));
        if !is_settled {
            continue;
        }
        found.insert(at);
        if is_new(&key.target) && key.target != *table {
            let own: &mut Vec<_> = between.entry(table).or_default();
            own.push((at, &key.target));
        }
    }
    for at in closing(&between) {
        found.remove(&at);
    }
    found
}

/// The keys that close a circle of tables: each leads back to one on the way to it.
fn closing(keys: &BTreeMap<&TableName, Vec<(usize, &TableName)>>) -> BTreeSet<usize> {
    let leading = |table| keys.get(table).map_or(&[][..], Vec::as_slice).iter();
    let (mut seen, mut found) = (BTreeSet::new(), BTreeSet::new());
    for start in keys.keys().copied() {
        if !seen.insert(start) {
            continue;
        }
        let mut way = vec![(start, leading(start))];
        while let Some((_, rest)) = way.last_mut() {
            let Some((at, target)) = rest.next().copied() else {
                way.pop();
                continue;
            };
            if way.iter().any(|(table, _)| *table == target) {
                found.insert(at);
            } else if seen.insert(target) {
                way.push((target, leading(target)));
            }
        }
    }
    found
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
