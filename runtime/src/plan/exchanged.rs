//! Constraints of several tables that take each other's name, where a name is not given twice.
//!
//! In: changes. Out: the same, where of each circle of names one constraint goes, so that the others can have theirs, and
//! comes back under its own at last. Knows no statement.

use std::collections::BTreeMap;

use super::detach::Bundled;
use super::free::constraint_name;
use crate::diff::{Change, Edit};
use crate::model::{Name, Object, ObjectId, Schema};

pub(super) fn part(bundled: &mut Bundled, renamed: &Schema) {
    let mut given_up = BTreeMap::new();
    for (at, change) in bundled.changes.iter().enumerate() {
        if let Edit::Rename { from, .. } = &change.edit
            && let Some(name) = constraint_name(from, renamed.flavor)
        {
            given_up.insert(name, at);
        }
    }
    for first in 0..bundled.changes.len() {
        // Each of them waits for the one whose name it takes.
        let mut circle = vec![first];
        let mut here = first;
        let is_circle = loop {
            let next = match &bundled.changes[here].edit {
                Edit::Rename { to, .. } => constraint_name(to, renamed.flavor),
                _ => None,
            };
            match next.and_then(|name| given_up.get(&name).copied()) {
                // A name that only changes its case is given up and taken by one statement.
                Some(next) if next == first => break circle.len() > 1,
                Some(next) if !circle.contains(&next) => {
                    circle.push(next);
                    here = next;
                }
                _ => break false,
            }
        };
        let Edit::Rename { from, to } = bundled.changes[first].edit.clone() else {
            continue;
        };
        if let (true, Some((old, new))) = (is_circle, both(&from, &to, renamed)) {
            let cause = bundled.changes[first].cause;
            bundled.changes[first] = Change::new(Edit::Drop(old), cause);
            bundled.changes.push(Change::new(Edit::Create(new), cause));
            circle.push(bundled.changes.len() - 1);
            bundled.bundles.push(circle);
        }
    }
}

/// The constraint under its old name and under its new one.
fn both(from: &ObjectId, to: &ObjectId, renamed: &Schema) -> Option<(Object, Object)> {
    match (from, to) {
        (ObjectId::ForeignKey(table, old), ObjectId::ForeignKey(_, new)) => {
            let mut keys = renamed.table(table)?.foreign_keys.iter();
            let key = keys.find(|key| key.name.text() == old)?.clone();
            let mut other = key.clone();
            other.name = Name::chosen(new);
            let of = |key| Object::ForeignKey(table.clone(), Box::new(key));
            Some((of(key), of(other)))
        }
        (ObjectId::Check(table, old), ObjectId::Check(_, new)) => {
            let mut checks = renamed.table(table)?.checks.iter();
            let check = checks.find(|check| check.name.text() == old)?.clone();
            let mut other = check.clone();
            other.name = Name::chosen(new);
            let of = |check| Object::Check(table.clone(), check);
            Some((of(check), of(other)))
        }
        _ => None,
    }
}
