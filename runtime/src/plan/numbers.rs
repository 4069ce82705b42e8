//! A table of MySQL numbers its rows by one column at a time.
//!
//! In: changes. Out: the same, where a column that goes stops numbering by a change of its own, and edges from what stops to
//! what starts. Knows no statement.

use super::action::{Action, link};
use super::detach::Bundled;
use crate::diff::{Change, Edit};
use crate::model::{Column, Object, TableName, Target};

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
