//! What is in the way of a change although it is no part of it: a name, a type, a key, an action.
//!
//! In: changes. Out: edges from what goes to what comes.

use std::collections::{BTreeMap, BTreeSet};

use super::Sides;
use super::action::{Action, link};
use super::detach::Bundled;
use super::kept::replaced;
use crate::diff::{Change, Edit};
use crate::model::{
    Action as OnChange, Engine, ForeignKey, Index, Kind, Object, Schema, TableName, Target,
};

pub(super) fn in_the_way(bundled: &Bundled, actions: &mut [Action], sides: Sides<'_>) {
    let (changes, flavor) = (&bundled.changes, sides.live.flavor);
    let engine = flavor.engine();
    super::names::in_order(changes, actions, flavor);
    nulls(changes, actions, engine);
    types(bundled, actions, sides.desired);
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
            super::storage::in_order(changes, actions);
        }
        Engine::Postgres => {
            super::numbers::before_computed(changes, actions);
            super::divided::in_order(bundled, actions);
            super::divided_anew::in_order(bundled, actions, sides);
        }
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

/// A view that is away while an enum type is replaced goes before, and comes back after. So does one that reads a column of the
/// type from then on.
fn types(bundled: &Bundled, actions: &mut [Action], desired: &Schema) {
    let changes = &bundled.changes;
    for at in 0..changes.len() {
        let edit = &changes[at].edit;
        if !matches!(edit, Edit::Alter { to, .. } if to.id().kind() == Kind::Enum) {
            continue;
        }
        around(bundled, actions, at);
        let columns = replaced(edit).map_or_else(Vec::new, |name| desired.columns_of(name));
        for (other, change) in changes.iter().enumerate() {
            if let Edit::Create(Object::View(view))
            | Edit::Alter {
                to: Object::View(view),
                ..
            } = &change.edit
                && columns.iter().any(|column| view.has_use_of(column))
            {
                link(actions, at, other, false);
            }
        }
    }
}

/// What belongs to a change goes before it, and comes after it.
pub(super) fn around(bundled: &Bundled, actions: &mut [Action], at: usize) {
    for other in bundled.bundle(at) {
        match bundled.changes[other].edit {
            Edit::Drop(_) => link(actions, other, at, true),
            Edit::Create(_) => link(actions, at, other, true),
            Edit::Alter { .. } | Edit::Rename { .. } => {}
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
