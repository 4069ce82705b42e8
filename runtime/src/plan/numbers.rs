//! A table of MySQL numbers its rows by one column at a time, and on PostgreSQL a column that numbers refuses NULL.
//!
//! In: changes. Out: the same, where a column that goes, or that is computed from then on, stops numbering by a change of
//! its own, and edges from what stops to what waits for that. Knows no statement.

use super::action::{Action, link};
use super::detach::Bundled;
use crate::diff::{Change, Edit};
use crate::model::{Column, Object, ObjectId, TableName, Target};

/// Lets a column stop numbering before it goes, where another one starts: its keys go after the other one is there.
pub(super) fn split(changes: Vec<Change>) -> Vec<Change> {
    let starting: Vec<TableName> = changes
        .iter()
        .filter_map(|change| started(&change.edit).cloned())
        .collect();
    let one = |change: Change| match &change.edit {
        Edit::Drop(Object::Column(table, column))
            if column.auto_increment.is_some() && starting.contains(table) =>
        {
            let still = Object::Column(table.clone(), Box::new(plain(column)));
            let stop = Edit::Alter {
                from: Object::Column(table.clone(), column.clone()),
                to: still.clone(),
            };
            [Edit::Drop(still), stop]
                .map(|edit| Change::new(edit, change.cause))
                .to_vec()
        }
        _ => vec![change],
    };
    changes.into_iter().flat_map(one).collect()
}

/// Lets a column stop numbering before it is computed, where it may hold NULL then: what takes its place would refuse it too.
pub(super) fn split_computed(changes: Vec<Change>) -> Vec<Change> {
    let freed: Vec<ObjectId> = changes
        .iter()
        .filter(|change| matches!(change.edit, Edit::Drop(Object::NotNull(..))))
        .map(Change::object)
        .collect();
    let one = |change: Change| match &change.edit {
        Edit::Alter {
            from: from @ Object::Column(table, old),
            to: to @ Object::Column(_, new),
        } if old.auto_increment.is_some()
            && new.generated.is_some()
            && freed.contains(&ObjectId::NotNull(table.clone(), new.name.clone())) =>
        {
            let still = Object::Column(table.clone(), Box::new(plain(old)));
            let alter = |from: &Object, to: &Object| Edit::Alter {
                from: from.clone(),
                to: to.clone(),
            };
            [alter(from, &still), alter(&still, to)]
                .map(|edit| Change::new(edit, change.cause))
                .to_vec()
        }
        _ => vec![change],
    };
    changes.into_iter().flat_map(one).collect()
}

/// The column as it is when it numbers no rows.
fn plain(column: &Column) -> Column {
    Column {
        auto_increment: None,
        numbering: Default::default(),
        ..column.clone()
    }
}

/// What stops numbering does so before it allows NULL, and before it is computed.
pub(super) fn before_computed(changes: &[Change], actions: &mut [Action]) {
    for (at, change) in changes.iter().enumerate() {
        let id = change.object();
        let (Some(table), Some(column)) = (stopped(&change.edit), id.column()) else {
            continue;
        };
        let freed = ObjectId::NotNull(table.clone(), column.to_owned());
        for (other, then) in changes.iter().enumerate() {
            let is_computed = other != at && then.object() == id;
            if is_computed || then.object() == freed {
                link(actions, at, other, true);
            }
        }
    }
}

/// A column that goes while it numbers has its keys go with it: without them it would be given another one.
pub(super) fn with_their_keys(bundled: &mut Bundled) {
    for at in 0..bundled.changes.len() {
        let Edit::Drop(Object::Column(table, column)) = &bundled.changes[at].edit else {
            continue;
        };
        if column.auto_increment.is_none() {
            continue;
        }
        let is_key = |change: &Change| match &change.edit {
            Edit::Drop(Object::Index(of, index)) => {
                let first = index.parts.first().map(|part| &part.target);
                of == table && matches!(first, Some(Target::Column(name)) if *name == column.name)
            }
            _ => false,
        };
        let mut together: Vec<usize> = (0..bundled.changes.len())
            .filter(|other| is_key(&bundled.changes[*other]))
            .collect();
        if !together.is_empty() {
            together.push(at);
            bundled.bundles.push(together);
        }
    }
}

/// What stops is over before what starts, and before its column goes.
pub(super) fn in_order(changes: &[Change], actions: &mut [Action]) {
    for (at, change) in changes.iter().enumerate() {
        let Some(table) = stopped(&change.edit) else {
            continue;
        };
        for (other, then) in changes.iter().enumerate() {
            let goes = matches!(then.edit, Edit::Drop(Object::Column(..)));
            if started(&then.edit) == Some(table) || goes && then.object() == change.object() {
                link(actions, at, other, true);
            }
        }
    }
}

/// The table of a column that begins to number rows.
fn started(edit: &Edit) -> Option<&TableName> {
    match edit {
        Edit::Create(Object::Column(table, column)) if column.auto_increment.is_some() => {
            Some(table)
        }
        Edit::Alter {
            from: Object::Column(table, from),
            to: Object::Column(_, to),
        } if from.auto_increment.is_none() && to.auto_increment.is_some() => Some(table),
        _ => None,
    }
}

/// The table of a column that stays for now and no longer numbers rows.
fn stopped(edit: &Edit) -> Option<&TableName> {
    match edit {
        Edit::Alter {
            from: Object::Column(table, from),
            to: Object::Column(_, to),
        } if from.auto_increment.is_some() && to.auto_increment.is_none() => Some(table),
        _ => None,
    }
}
