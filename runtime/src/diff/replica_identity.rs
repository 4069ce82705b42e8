//! An index by which replicas know the rows of a table, under another name.
//!
//! In: changes. Out: those that are left, as the identity follows the index; and the same of a schema in which it did.

use super::{Change, Edit};
use crate::model::{Index, Object, ObjectId, Schema, TableName, identity_index, rename_identity};

/// Takes out that a table is known by an index that only gets another name.
pub(super) fn follow(changes: &mut Vec<Change>) {
    let mut gone = Vec::new();
    for at in 0..changes.len() {
        let Some((old, new)) = other_name(changes, at) else {
            continue;
        };
        let Edit::Alter { from, to } = &mut changes[at].edit else {
            continue;
        };
        match from {
            Object::Table(table) => rename_identity(&mut table.options, &old, &new),
            Object::Partition(_, part) => rename_identity(&mut part.options, &old, &new),
            _ => {}
        }
        if from == to {
            gone.push(at);
        }
    }
    for at in gone.into_iter().rev() {
        changes.remove(at);
    }
}

/// The name of the index by which the altered table or partition is known, and the one that the index gets.
fn other_name(changes: &[Change], at: usize) -> Option<(String, String)> {
    let Edit::Alter { from, .. } = &changes[at].edit else {
        return None;
    };
    let mut edits = changes.iter().map(|change| &change.edit);
    let (old, new) = match from {
        Object::Table(table) => {
            let old = identity_index(&table.options)?;
            (old, edits.find_map(|edit| renamed(edit, &table.name, old)))
        }
        Object::Partition(table, part) => {
            let old = identity_index(&part.options)?;
            let name = part.table(table);
            let of_part = |edit: &Edit| match edit {
                Edit::Alter {
                    from: Object::Index(of, from),
                    to: Object::Index(_, to),
                } if of == table => part_renamed(from, to, &part.name, old),
                _ => renamed(edit, &name, old),
            };
            (old, edits.find_map(of_part))
        }
        _ => return None,
    };
    Some((old.to_owned(), new?))
}

/// Lets partitions be known by the parts of the index under their new names.
pub(super) fn follow_parts(schema: &mut Schema, table: &TableName, from: &Index, to: &Index) {
    let Some(whole) = schema.table_mut(table) else {
        return;
    };
    for part in &mut whole.partitions {
        if let Some(old) = identity_index(&part.options).map(str::to_owned)
            && let Some(new) = part_renamed(from, to, &part.name, &old)
        {
            rename_identity(&mut part.options, &old, &new);
        }
    }
}

/// The new name of the index or the key of the table that has the old one.
fn renamed(edit: &Edit, name: &TableName, old: &str) -> Option<String> {
    match edit {
        Edit::Rename {
            from: ObjectId::Index(table, from) | ObjectId::Unique(table, from),
            to,
        } if table == name && from == old => Some(to.own_name().to_owned()),
        Edit::Alter {
            from: Object::PrimaryKey(table, from),
            to: Object::PrimaryKey(_, to),
        } if table == name => {
            let (from, to) = from.renamed(to)?;
            (from == old).then(|| to.to_owned())
        }
        _ => None,
    }
}

/// The new name of the part that the partition has of the index, where it has the old one.
fn part_renamed(from: &Index, to: &Index, part: &str, old: &str) -> Option<String> {
    let is_it = from.part_name(part).is_some_and(|name| name == old);
    is_it.then(|| to.part_name(part)).flatten()
}
