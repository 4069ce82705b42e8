//! A table of MySQL numbers its rows by one column at a time.
//!
//! In: changes. Out: the same, where a column that goes stops numbering by a change of its own, and edges from what stops to
//! what starts. Knows no statement.

use super::action::{Action, link};
use crate::diff::{Change, Edit};
use crate::model::{Column, Object, TableName};

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
            let still = Column {
                auto_increment: None,
                numbering: Default::default(),
                ..(**column).clone()
            };
            let still = Object::Column(table.clone(), Box::new(still));
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
