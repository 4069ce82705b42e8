//! Objects that take each other's name, where a name is not given twice.
//!
//! In: changes. Out: the same, where of each circle of names one makes way, so that the others can have theirs, and has its
//! own at last. On PostgreSQL it has a third name meanwhile; elsewhere it goes, as a rename makes it anew in any case. Knows
//! no statement.

use std::collections::BTreeMap;

use super::detach::Bundled;
use super::names::{self, Shared};
use crate::dialect::short_hash;
use crate::diff::{Change, Edit};
use crate::model::{
    Engine, Flavor, IDENTIFIER_LIMIT, Name, Object, ObjectId, PrimaryKey, Schema, key_name,
};

/// What the third name begins with. It is gone when the transaction ends.
const MEANWHILE: &str = "_trueup_meanwhile_";

pub(super) fn part(bundled: &mut Bundled, renamed: &Schema) {
    let flavor = renamed.flavor;
    let mut given_up = BTreeMap::new();
    for (at, change) in bundled.changes.iter().enumerate() {
        if is_rename(&change.edit) {
            let names = names::given_up(&change.edit, flavor);
            given_up.extend(names.into_iter().map(|name| (name, at)));
        }
    }
    for first in 0..bundled.changes.len() {
        let mut circle = vec![first];
        if !leads_back(&bundled.changes, &given_up, flavor, &mut circle) {
            continue;
        }
        let Change { edit, cause, .. } = bundled.changes[first].clone();
        let edits = match flavor.engine() {
            Engine::Postgres => by_a_third_name(&edit),
            Engine::MySql | Engine::Sqlite => anew(&edit, renamed),
        };
        if let Some([away, back]) = edits {
            bundled.changes[first] = Change::new(away, cause);
            bundled.changes.push(Change::new(back, cause));
            circle.push(bundled.changes.len() - 1);
            bundled.bundles.push(circle);
        }
    }
}

/// Whether nothing of the object changes but its name.
fn is_rename(edit: &Edit) -> bool {
    match edit {
        Edit::Rename { .. } => true,
        Edit::Alter {
            from: Object::PrimaryKey(_, from),
            to: Object::PrimaryKey(_, to),
        } => from.renamed(to).is_some(),
        _ => false,
    }
}

/// Whether the last of the renames waits for others, and these at last for the first one.
fn leads_back(
    changes: &[Change],
    given_up: &BTreeMap<Shared, usize>,
    flavor: Flavor,
    path: &mut Vec<usize>,
) -> bool {
    let here = path[path.len() - 1];
    if !is_rename(&changes[here].edit) {
        return false;
    }
    for name in names::taken(&changes[here].edit, flavor) {
        let Some(&next) = given_up.get(&name) else {
            continue;
        };
        if next == path[0] {
            return true;
        }
        if !path.contains(&next) {
            path.push(next);
            if leads_back(changes, given_up, flavor, path) {
                return true;
            }
            path.pop();
        }
    }
    false
}

/// Whether that is a name between two renames alone.
pub(super) fn is_for_a_moment(name: &str) -> bool {
    name.starts_with(MEANWHILE)
}

/// Whether the object has this name between two renames alone.
pub(super) fn is_between(id: &ObjectId) -> bool {
    match id {
        ObjectId::Index(_, name)
        | ObjectId::Unique(_, name)
        | ObjectId::Exclusion(_, name)
        | ObjectId::ForeignKey(_, name)
        | ObjectId::Check(_, name) => is_for_a_moment(name),
        _ => false,
    }
}

/// The third name. It tells of the first one alone, so that a plan for what a failed run has left names it alike.
fn meanwhile(name: &str) -> String {
    let room = IDENTIFIER_LIMIT - MEANWHILE.len();
    match name.len() <= room {
        true => format!("{MEANWHILE}{name}"),
        // Cut, it could be that of another one.
        false => format!("{MEANWHILE}{}", short_hash(name)),
    }
}

/// The rename in two.
fn by_a_third_name(edit: &Edit) -> Option<[Edit; 2]> {
    match edit {
        Edit::Rename { from, to } => {
            let name = meanwhile(from.own_name());
            let other = match from {
                ObjectId::Index(table, _) => ObjectId::Index(table.clone(), name),
                ObjectId::Unique(table, _) => ObjectId::Unique(table.clone(), name),
                ObjectId::Exclusion(table, _) => ObjectId::Exclusion(table.clone(), name),
                ObjectId::ForeignKey(table, _) => ObjectId::ForeignKey(table.clone(), name),
                ObjectId::Check(table, _) => ObjectId::Check(table.clone(), name),
                _ => return None,
            };
            let rename = |from: &ObjectId, to: &ObjectId| Edit::Rename {
                from: from.clone(),
                to: to.clone(),
            };
            Some([rename(from, &other), rename(&other, to)])
        }
        Edit::Alter {
            from: from @ Object::PrimaryKey(table, key),
            to,
        } => {
            let name = match &key.name {
                Some(name) => meanwhile(name.text()),
                None => meanwhile(&key_name(&table.name)),
            };
            let other = PrimaryKey {
                name: Some(Name::chosen(name)),
                ..key.clone()
            };
            let other = Object::PrimaryKey(table.clone(), other);
            let alter = |from: &Object, to: &Object| Edit::Alter {
                from: from.clone(),
                to: to.clone(),
            };
            Some([alter(from, &other), alter(&other, to)])
        }
        _ => None,
    }
}

/// The object dropped under its old name, and made under its new one.
fn anew(edit: &Edit, renamed: &Schema) -> Option<[Edit; 2]> {
    let Edit::Rename { from, to } = edit else {
        return None;
    };
    let (old, new) = both(from, to, renamed)?;
    Some([Edit::Drop(old), Edit::Create(new)])
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

/// The comment that a constraint keeps under another name, unless it is to have none or another one.
pub(super) fn remark(edit: &Edit, changes: &[Change], renamed: &Schema) -> Option<Object> {
    let Edit::Rename { from, to } = edit else {
        return None;
    };
    let (table, name) = (from.table()?, to.own_name().to_owned());
    let comments = &renamed.holder(table)?.constraint_comments;
    let comment = comments.get(from.own_name()).cloned()?;
    let own = ObjectId::ConstraintComment(table.clone(), from.own_name().to_owned());
    let is_kept = from.kind().is_constraint() && !changes.iter().any(|other| other.object() == own);
    is_kept.then(|| Object::ConstraintComment(table.clone(), name, comment))
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
