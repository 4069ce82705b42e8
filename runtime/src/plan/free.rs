//! What is in the way of a change although it is no part of it: a name, a type, a key, an action.
//!
//! In: changes. Out: edges from what goes to what comes.

use std::collections::{BTreeMap, BTreeSet};

use super::action::{Action, link};
use super::detach::Bundled;
use super::exchanged::is_for_a_moment;
use crate::diff::{Change, Edit};
use crate::model::{
    Action as OnChange, Check, Engine, Flavor, ForeignKey, Index, Kind, Object, ObjectId,
    TableName, Target, Unique, Vendor,
};

pub(super) fn in_the_way(bundled: &Bundled, actions: &mut [Action], flavor: Flavor) {
    let (changes, engine) = (&bundled.changes, flavor.engine());
    names(changes, actions, flavor);
    nulls(changes, actions, engine);
    types(bundled, actions);
    keys(changes, actions, engine);
    match engine {
        Engine::Sqlite => {
            super::kinds::in_order(changes, actions);
            columns_last(changes, actions);
        }
        Engine::MySql => {
            spatial_indexes(changes, actions);
            super::numbers::in_order(changes, actions);
            super::sight::in_order(changes, actions);
        }
        Engine::Postgres => {}
    }
}

/// SQLite reads all views when a column goes: so they have their new words before.
fn columns_last(changes: &[Change], actions: &mut [Action]) {
    let is_view = |change: &Change| {
        matches!(
            change.edit,
            Edit::Create(Object::View(_))
                | Edit::Alter {
                    to: Object::View(_),
                    ..
                }
        )
    };
    let views: BTreeSet<usize> = (0..changes.len())
        .filter(|at| is_view(&changes[*at]))
        .collect();
    for (change, action) in changes.iter().zip(actions) {
        if matches!(change.edit, Edit::Drop(Object::Column(..))) {
            action.rather_after.extend(&views);
        }
    }
}

/// Objects that have a name of their own beside all others of one kind: what has the name goes before the other comes.
fn names(changes: &[Change], actions: &mut [Action], flavor: Flavor) {
    let mut dropped: BTreeMap<(Kind, TableName), Vec<usize>> = BTreeMap::new();
    let mut renamed: BTreeMap<(Kind, TableName), usize> = BTreeMap::new();
    for (gone, change) in changes.iter().enumerate() {
        match &change.edit {
            Edit::Drop(object) => {
                for name in own_names(object, flavor) {
                    dropped.entry(name).or_default().push(gone);
                }
            }
            Edit::Rename { from, .. } if !is_for_a_moment(from) => {
                renamed.extend(shared_name(from, flavor).map(|name| (name, gone)));
            }
            Edit::Create(_) | Edit::Alter { .. } | Edit::Rename { .. } => {}
        }
    }
    if dropped.is_empty() && renamed.is_empty() {
        return;
    }
    for (at, change) in changes.iter().enumerate() {
        let names: Vec<(Kind, TableName)> = match &change.edit {
            Edit::Create(made) => own_names(made, flavor),
            // What else a table holds came by changes of its own.
            Edit::Alter { to: made, .. } => relations(made, flavor),
            Edit::Rename { to, .. } => shared_name(to, flavor).into_iter().collect(),
            Edit::Drop(_) => continue,
        };
        let gone: BTreeSet<usize> = names
            .iter()
            .filter_map(|name| dropped.get(name))
            .flatten()
            .copied()
            .collect();
        for gone in gone {
            if changes[gone].object() != change.object() {
                link(actions, gone, at, true);
            }
        }
        // Two may take each other's name.
        let given_up = names.iter().filter_map(|name| renamed.get(name));
        let given_up = given_up.copied().filter(|other| *other != at);
        actions[at].rather_after.extend(given_up);
    }
}

/// The names that the object has, with the kind of what shares them. Tables, partitions and views share theirs, on
/// PostgreSQL with indexes; on MySQL and MariaDB foreign keys share theirs beyond their table, on MySQL checks too, and on
/// SQLite indexes.
fn own_names(object: &Object, flavor: Flavor) -> Vec<(Kind, TableName)> {
    let mut parts = Vec::new();
    if let Object::Table(table) = object {
        let key = |key: &ForeignKey| ObjectId::ForeignKey(table.name.clone(), key.name.to_string());
        let check = |check: &Check| ObjectId::Check(table.name.clone(), check.name.to_string());
        let index = |index: &Index| ObjectId::Index(table.name.clone(), index.name.to_string());
        let unique =
            |unique: &Unique| ObjectId::Unique(table.name.clone(), unique.name.to_string());
        parts.extend(table.foreign_keys.iter().map(key));
        parts.extend(table.checks.iter().map(check));
        parts.extend(table.indexes.iter().map(index));
        parts.extend(table.uniques.iter().map(unique));
    }
    let parts = parts.iter().filter_map(|id| shared_name(id, flavor));
    relations(object, flavor).into_iter().chain(parts).collect()
}

/// Those of the object itself, and of the tables and indexes that it is made of.
fn relations(object: &Object, flavor: Flavor) -> Vec<(Kind, TableName)> {
    let is_postgres = flavor.engine() == Engine::Postgres;
    let relations: Vec<TableName> = match object {
        Object::Table(table) if is_postgres => {
            let parts = table.partitions.iter().map(|one| one.table(&table.name));
            [table.name.clone()].into_iter().chain(parts).collect()
        }
        Object::Table(table) => vec![table.name.clone()],
        Object::Partition(table, partition) if is_postgres => {
            vec![partition.table(table)]
        }
        Object::View(view) => vec![view.name.clone()],
        Object::Index(table, index) if is_postgres => {
            let parts = index.named_parts().map(|(_, name)| name);
            let names = [index.name.text()].into_iter().chain(parts);
            names.map(|name| table.renamed(name)).collect()
        }
        Object::Unique(table, unique) if is_postgres => {
            vec![table.renamed(unique.name.text())]
        }
        Object::PrimaryKey(table, key) if is_postgres => {
            let name = key.name.iter();
            name.map(|name| table.renamed(name.text())).collect()
        }
        _ => Vec::new(),
    };
    let relations = relations.into_iter().map(|name| (Kind::Table, name));
    relations.chain(shared_name(&object.id(), flavor)).collect()
}

/// The name of what belongs to a table, where nothing of another table has the same name.
pub(super) fn shared_name(id: &ObjectId, flavor: Flavor) -> Option<(Kind, TableName)> {
    let (table, name) = match (flavor.engine(), id) {
        // They share theirs with tables.
        (
            Engine::Postgres,
            ObjectId::Index(table, name)
            | ObjectId::Unique(table, name)
            | ObjectId::Exclusion(table, name),
        ) => return Some((Kind::Table, table.renamed(name))),
        (Engine::MySql, ObjectId::ForeignKey(table, name))
        | (Engine::Sqlite, ObjectId::Index(table, name)) => (table, name),
        (_, ObjectId::Check(table, name)) if flavor.vendor == Vendor::MySql => (table, name),
        _ => return None,
    };
    Some((id.kind(), table.renamed(&name.to_lowercase())))
}

/// Whether the first hides a column whose default comes: MariaDB hides none that has no value without being named (4108).
pub(super) fn hides_what_has_a_default(first: &Change, edit: &Edit) -> bool {
    let is_default = matches!(edit, Edit::Create(Object::Default(..)));
    is_default && changes_sight_alone(first) == Some(true)
}

/// Whether the first shows a column whose default goes.
pub(super) fn shows_what_had_a_default(first: &Change, edit: &Edit) -> bool {
    let is_default = matches!(edit, Edit::Drop(Object::Default(..)));
    is_default && changes_sight_alone(first) == Some(false)
}

/// Whether a column of another visibility and of the same type becomes invisible.
fn changes_sight_alone(change: &Change) -> Option<bool> {
    let (from, to) = change.edit.altered_column()?;
    let is_it = from.invisible != to.invisible && from.data_type == to.data_type;
    is_it.then_some(to.invisible)
}

/// A view that is away while an enum type is replaced goes before, and comes back after.
fn types(bundled: &Bundled, actions: &mut [Action]) {
    let changes = &bundled.changes;
    for at in 0..changes.len() {
        if !matches!(&changes[at].edit, Edit::Alter { to, .. } if to.id().kind() == Kind::Enum) {
            continue;
        }
        for other in bundled.bundle(at) {
            match changes[other].edit {
                Edit::Drop(_) => link(actions, other, at, true),
                Edit::Create(_) => link(actions, at, other, true),
                Edit::Alter { .. } | Edit::Rename { .. } => {}
            }
        }
    }
}

/// A new foreign key of PostgreSQL holds the oldest key over its target's columns: one that goes is gone before.
fn keys(changes: &[Change], actions: &mut [Action], engine: Engine) {
    if engine != Engine::Postgres {
        return;
    }
    let mut gone: BTreeMap<TableName, Vec<usize>> = BTreeMap::new();
    for (at, change) in changes.iter().enumerate() {
        if let Edit::Drop(object) | Edit::Alter { from: object, .. } = &change.edit
            && let (false, Some(table)) = (key_columns(object).is_empty(), object.id().table())
        {
            gone.entry(table.clone()).or_default().push(at);
        }
    }
    for (at, change) in changes.iter().enumerate() {
        let Edit::Create(Object::ForeignKey(_, key)) = &change.edit else {
            continue;
        };
        let wanted: BTreeSet<&str> = key.target_columns.iter().map(String::as_str).collect();
        let serves = |object: &Object| {
            object.id().table() == Some(&key.target) && key_columns(object) == wanted
        };
        for &gone in gone.get(&key.target).into_iter().flatten() {
            let goes = match &changes[gone].edit {
                Edit::Drop(object) => serves(object),
                Edit::Alter { from, to } => serves(from) && !serves(to),
                _ => false,
            };
            if goes {
                link(actions, gone, at, false);
            }
        }
    }
}

/// The columns that the object makes unique.
fn key_columns(object: &Object) -> BTreeSet<&str> {
    match object {
        Object::PrimaryKey(_, key) => key.columns.iter().map(String::as_str).collect(),
        Object::Unique(_, key) => key.columns.iter().map(String::as_str).collect(),
        Object::Index(_, index) if index.unique => {
            let names = index.parts.iter().map(|part| match &part.target {
                Target::Column(name) => name.as_str(),
                // No foreign key is over an expression.
                Target::Expression(_) => "",
            });
            names.collect()
        }
        _ => BTreeSet::new(),
    }
}

/// A spatial index is over columns that refuse NULL: MySQL and MariaDB refuse anything else with 1252.
fn spatial_indexes(changes: &[Change], actions: &mut [Action]) {
    let is_over = |index: &Index, column: &String| {
        let mut parts = index.parts.iter();
        index.method.as_deref() == Some("SPATIAL")
            && parts.any(|part| matches!(&part.target, Target::Column(name) if name == column))
    };
    for (at, change) in changes.iter().enumerate() {
        let (table, column, is_refused) = match &change.edit {
            Edit::Create(Object::NotNull(table, column)) => (table, column, true),
            Edit::Drop(Object::NotNull(table, column)) => (table, column, false),
            _ => continue,
        };
        for (other, beside) in changes.iter().enumerate() {
            let object = match (&beside.edit, is_refused) {
                (Edit::Create(made) | Edit::Alter { to: made, .. }, true) => made,
                (Edit::Drop(gone) | Edit::Alter { from: gone, .. }, false) => gone,
                _ => continue,
            };
            let Object::Index(on, index) = object else {
                continue;
            };
            if on == table && is_over(index, column) {
                let (first, then) = if is_refused { (at, other) } else { (other, at) };
                link(actions, first, then, true);
            }
        }
    }
}

/// MySQL refuses NOT NULL with 1830 as long as a foreign key would write NULL there.
fn nulls(changes: &[Change], actions: &mut [Action], engine: Engine) {
    let writes_null = |key: &ForeignKey, column: &String| {
        [key.on_delete, key.on_update].contains(&OnChange::SetNull) && key.columns.contains(column)
    };
    if engine != Engine::MySql {
        return;
    }
    let mut gone: BTreeMap<&TableName, Vec<(usize, &ForeignKey)>> = BTreeMap::new();
    for (at, change) in changes.iter().enumerate() {
        if let Edit::Drop(Object::ForeignKey(table, key))
        | Edit::Alter {
            from: Object::ForeignKey(table, key),
            ..
        } = &change.edit
        {
            gone.entry(table).or_default().push((at, key));
        }
    }
    for (at, change) in changes.iter().enumerate() {
        let Edit::Create(Object::NotNull(table, column)) = &change.edit else {
            continue;
        };
        for (first, key) in gone.get(table).into_iter().flatten() {
            if writes_null(key, column) {
                link(actions, *first, at, true);
            }
        }
    }
}
