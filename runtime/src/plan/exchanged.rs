//! Constraints and indexes of several tables that take each other's name, where a name is not given twice.
//!
//! In: changes. Out: the same, where of each circle of names one makes way, so that the others can have theirs, and has its
//! own at last. On PostgreSQL it has a third name meanwhile; elsewhere it goes, as a rename makes it anew in any case. Knows
//! no statement.

use std::collections::BTreeMap;

use super::detach::Bundled;
use super::free::shared_name;
use crate::diff::{Change, Edit};
use crate::model::{Engine, Name, Object, ObjectId, Schema};

/// What the third name begins with. It is gone when the transaction ends.
const MEANWHILE: &str = "_trueup_meanwhile_";

pub(super) fn part(bundled: &mut Bundled, renamed: &Schema) {
    let mut given_up = BTreeMap::new();
    for (at, change) in bundled.changes.iter().enumerate() {
        if let Edit::Rename { from, .. } = &change.edit
            && let Some(name) = shared_name(from, renamed.flavor)
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
                Edit::Rename { to, .. } => shared_name(to, renamed.flavor),
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
        let cause = bundled.changes[first].cause;
        let edits = match (is_circle, renamed.flavor.engine()) {
            (false, _) => None,
            (true, Engine::Postgres) => meanwhile(&from, first).map(|other| {
                let away = Edit::Rename {
                    from,
                    to: other.clone(),
                };
                [away, Edit::Rename { from: other, to }]
            }),
            (true, _) => {
                both(&from, &to, renamed).map(|(old, new)| [Edit::Drop(old), Edit::Create(new)])
            }
        };
        if let Some([away, back]) = edits {
            bundled.changes[first] = Change::new(away, cause);
            bundled.changes.push(Change::new(back, cause));
            circle.push(bundled.changes.len() - 1);
            bundled.bundles.push(circle);
        }
    }
}

/// Whether the object has this name between two renames alone.
pub(super) fn is_for_a_moment(id: &ObjectId) -> bool {
    match id {
        ObjectId::Index(_, name) | ObjectId::Unique(_, name) | ObjectId::Exclusion(_, name) => {
            name.starts_with(MEANWHILE)
        }
        _ => false,
    }
}

/// The same under a third name.
fn meanwhile(id: &ObjectId, number: usize) -> Option<ObjectId> {
    let name = format!("{MEANWHILE}{number}");
    match id {
        ObjectId::Index(table, _) => Some(ObjectId::Index(table.clone(), name)),
        ObjectId::Unique(table, _) => Some(ObjectId::Unique(table.clone(), name)),
        ObjectId::Exclusion(table, _) => Some(ObjectId::Exclusion(table.clone(), name)),
        _ => None,
    }
}

/// The object under its old name and under its new one.
pub(super) fn both(from: &ObjectId, to: &ObjectId, renamed: &Schema) -> Option<(Object, Object)> {
    let table = renamed.table(from.table()?)?;
    let of = || table.name.clone();
    let [old, new] = match (from, to) {
        (ObjectId::ForeignKey(_, old), ObjectId::ForeignKey(_, new)) => {
            let keys = twice(&table.foreign_keys, [old, new], |key| &mut key.name)?;
            keys.map(|key| Object::ForeignKey(of(), Box::new(key)))
        }
        (ObjectId::Check(_, old), ObjectId::Check(_, new)) => {
            let checks = twice(&table.checks, [old, new], |check| &mut check.name)?;
            checks.map(|check| Object::Check(of(), check))
        }
        (ObjectId::Index(_, old), ObjectId::Index(_, new)) => {
            let indexes = twice(&table.indexes, [old, new], |index| &mut index.name)?;
            indexes.map(|index| Object::Index(of(), Box::new(index)))
        }
        _ => return None,
    };
    Some((old, new))
}

/// The one that has the first of the names, as it is and with the second.
fn twice<T: Clone>(
    all: &[T],
    [old, new]: [&str; 2],
    name: fn(&mut T) -> &mut Name,
) -> Option<[T; 2]> {
    let mut all = all.iter().cloned();
    let mut other = all.find_map(|mut one| (name(&mut one).text() == old).then_some(one))?;
    let one = other.clone();
    *name(&mut other) = Name::chosen(new);
    Some([one, other])
}
