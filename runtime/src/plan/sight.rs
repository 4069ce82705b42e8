//! Whether MariaDB shows a column to who does not name it.
//!
//! In: changes. Out: the same, where a column that becomes something else as well is hidden or shown by a change of its own, and
//! edges to its default: MariaDB hides no column that allows nothing and has no default (4108).

use super::action::{Action, link};
use crate::diff::{Change, Edit};
use crate::model::{Column, Object, ObjectId, TableName};

/// A column is hidden after all else, and shown before.
pub(super) fn split(changes: Vec<Change>) -> Vec<Change> {
    let defaults: Vec<ObjectId> = changes
        .iter()
        .map(Change::object)
        .filter(|id| matches!(id, ObjectId::Default(..)))
        .collect();
    let one = |change: Change| {
        let Some((table, from, to)) = column(&change) else {
            return vec![change];
        };
        let (seen, hidden) = match to.invisible {
            true => (from, to),
            false => (to, from),
        };
        let rest = Column {
            invisible: seen.invisible,
            ..hidden.clone()
        };
        let has_default = defaults.contains(&ObjectId::Default(table.clone(), to.name.clone()));
        if from.invisible == to.invisible || rest == *seen || !has_default {
            return vec![change];
        }
        let between = match to.invisible {
            true => rest,
            false => Column {
                invisible: false,
                ..from.clone()
            },
        };
        let step = |from: &Column, to: &Column| {
            let [from, to] =
                [from, to].map(|one| Object::Column(table.clone(), Box::new(one.clone())));
            Change::new(Edit::Alter { from, to }, change.cause)
        };
        vec![step(from, &between), step(&between, to)]
    };
    changes.into_iter().flat_map(one).collect()
}

pub(super) fn in_order(changes: &[Change], actions: &mut [Action]) {
    for (at, change) in changes.iter().enumerate() {
        let Some((table, from, to)) = column(change) else {
            continue;
        };
        if from.invisible == to.invisible {
            continue;
        }
        let default = ObjectId::Default(table.clone(), to.name.clone());
        for (other, beside) in changes.iter().enumerate() {
            let is_rest = other != at && beside.object() == change.object();
            let is_default = beside.object() == default;
            let comes = is_default && !matches!(beside.edit, Edit::Drop(_));
            let goes = is_default && matches!(beside.edit, Edit::Drop(_));
            if to.invisible && (is_rest || comes) {
                link(actions, other, at, true);
            } else if !to.invisible && (is_rest || goes) {
                link(actions, at, other, true);
            }
        }
    }
}

/// The column on both sides of the change, where it is one of a column.
fn column(change: &Change) -> Option<(&TableName, &Column, &Column)> {
    match &change.edit {
        Edit::Alter {
            from: Object::Column(table, from),
            to: Object::Column(_, to),
        } => Some((table, from, to)),
        _ => None,
    }
}
