//! The kinds of tables that SQLite has: STRICT, and WITHOUT ROWID.
//!
//! In: changes. Out: the same, where a table gives up what it was before it becomes something else; and edges from and to such a
//! change. A STRICT table has no column of another type, and one WITHOUT ROWID is never without its key.

use super::action::{Action, link};
use crate::dialect::sqlite::canonical::WITHOUT_ROWID;
use crate::diff::{Change, Edit};
use crate::model::{Object, STRICT, Table};

const KINDS: [&str; 2] = [STRICT, WITHOUT_ROWID];

/// Two changes, where a table gives up one kind and becomes the other: between them its columns and its key change.
pub(super) fn split(change: Change) -> Vec<Change> {
    let Some((from, to)) = tables(&change) else {
        return vec![change];
    };
    let is_in_both = |kind: &&str| from.is_set(kind) && to.is_set(kind);
    let mut between = from.clone();
    between
        .options
        .retain(|kind, _| !KINDS.contains(&kind.as_str()) || is_in_both(&kind.as_str()));
    let comes = |from: &Table, to: &Table| {
        KINDS
            .iter()
            .any(|kind| !from.is_set(kind) && to.is_set(kind))
    };
    if !(comes(to, from) && comes(from, to)) {
        return vec![change];
    }
    let [from, to, between] = [from, to, &between].map(|one| Object::Table(Box::new(one.clone())));
    let step = |from: &Object, to: &Object| {
        let [from, to] = [from, to].map(Object::clone);
        Change::new(Edit::Alter { from, to }, change.cause)
    };
    vec![step(&from, &between), step(&between, &to)]
}

pub(super) fn in_order(changes: &[Change], actions: &mut [Action]) {
    for (at, change) in changes.iter().enumerate() {
        let Some((from, to)) = tables(change) else {
            continue;
        };
        let comes = |kind: &str| !from.is_set(kind) && to.is_set(kind);
        let goes = |kind: &str| from.is_set(kind) && !to.is_set(kind);
        for (other, beside) in changes.iter().enumerate() {
            if beside.object().table() != Some(&to.name) {
                continue;
            }
            let (before, after) = match &beside.edit {
                Edit::Drop(Object::Column(_, column)) => {
                    (comes(STRICT) && column.is_loose(), false)
                }
                Edit::Create(Object::Column(_, column))
                | Edit::Alter {
                    to: Object::Column(_, column),
                    ..
                } => (false, goes(STRICT) && column.is_loose()),
                Edit::Create(Object::PrimaryKey(..)) => (to.is_set(WITHOUT_ROWID), false),
                Edit::Drop(Object::PrimaryKey(..)) => (false, goes(WITHOUT_ROWID)),
                Edit::Alter {
                    to: Object::Table(_),
                    ..
                } => (false, at < other),
                _ => (false, false),
            };
            if before {
                link(actions, other, at, true);
            } else if after {
                link(actions, at, other, true);
            }
        }
    }
}

/// Whether a table gives up one of these kinds, and with it what it asks for.
pub(super) fn gives_up(change: &Change) -> bool {
    let Some((from, to)) = tables(change) else {
        return false;
    };
    KINDS
        .iter()
        .any(|kind| from.is_set(kind) && !to.is_set(kind))
}

/// The table on both sides of the change, where it is one of a table.
fn tables(change: &Change) -> Option<(&Table, &Table)> {
    match &change.edit {
        Edit::Alter {
            from: Object::Table(from),
            to: Object::Table(to),
        } => Some((from, to)),
        _ => None,
    }
}
