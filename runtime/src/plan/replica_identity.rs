//! By what replicas know the rows of a table of PostgreSQL.
//!
//! In: changes. Out: the same, where that is a change of its own; what it needs on either side, as it comes after the index
//! that is wanted and before the other one goes; and an obstacle where it would be lost. Knows no statement.

use super::Sides;
use crate::dialect::Obstacle;
use crate::diff::{Change, Edit};
use crate::model::{Needs, Object, ObjectId, Options, REPLICA_IDENTITY, Schema};

/// Two changes, where a table gets other settings as well.
pub(super) fn split(change: Change) -> Vec<Change> {
    let Edit::Alter { from, to } = &change.edit else {
        return vec![change];
    };
    match known_as_before(from, to) {
        Some(between) if !between.is_same_as(from) => {
            let step = |from: &Object, to: &Object| {
                let [from, to] = [from, to].map(Object::clone);
                Change::new(Edit::Alter { from, to }, change.cause)
            };
            vec![step(from, &between), step(&between, to)]
        }
        _ => vec![change],
    }
}

/// Whether nothing else of the table or the partition changes.
pub(super) fn is_alone(edit: &Edit) -> bool {
    let Edit::Alter { from, to } = edit else {
        return false;
    };
    known_as_before(from, to).is_some_and(|between| between.is_same_as(from))
}

/// The index by which the table or the partition is known on that side, and that no row lacks a value in it.
pub(super) fn needs(schema: &Schema, needs: &Needs<'_>, object: &Object) -> Vec<ObjectId> {
    let name = match object {
        Object::Table(table) => table.name.clone(),
        Object::Partition(table, part) => part.table(table),
        _ => return Vec::new(),
    };
    let Some(index) = schema.identified_by(&name) else {
        return Vec::new();
    };
    let of_index = needs.find(&index).unwrap_or_default();
    let columns = of_index.into_iter().filter_map(|id| match id {
        ObjectId::Column(table, column) => Some(ObjectId::NotNull(table, column)),
        _ => None,
    });
    columns.chain([index]).collect()
}

/// What goes with an index by which a table is known, if nobody says what it is known by instead.
pub(super) fn is_lost(edit: &Edit, sides: Sides<'_>) -> Option<Obstacle> {
    let Edit::Drop(
        Object::Index(table, _) | Object::Unique(table, _) | Object::PrimaryKey(table, _),
    ) = edit
    else {
        return None;
    };
    let id = edit.object();
    let (old, new) = (sides.renamed, sides.desired);
    let whole = new.whole(table)?;
    let parts = whole.partitions.iter();
    let parts = parts.map(|one| one.table(&whole.name));
    let mut tables = parts.chain([whole.name.clone()]);
    let lost = tables.find(|name| {
        old.identified_by(name).as_ref() == Some(&id)
            && old.replica_identity(name) == new.replica_identity(name)
            && new.identified_by(name).is_none()
    })?;
    Some(Obstacle::new(
        &id,
        format!("replicas know the rows of `{lost}` by it"),
        "state `replica_identity = default` as well, or what they are to be known by instead",
    ))
}

/// The second one with the identity of the first, where that is another one.
fn known_as_before(from: &Object, to: &Object) -> Option<Object> {
    let mut between = to.clone();
    let (old, new) = (options(from)?, options_mut(&mut between)?);
    if old.get(REPLICA_IDENTITY) == new.get(REPLICA_IDENTITY) {
        return None;
    }
    new.shift_remove(REPLICA_IDENTITY);
    let said = old.get_key_value(REPLICA_IDENTITY);
    new.extend(said.map(|(name, said)| (name.clone(), said.clone())));
    Some(between)
}

fn options(object: &Object) -> Option<&Options> {
    match object {
        Object::Table(table) => Some(&table.options),
        Object::Partition(_, part) => Some(&part.options),
        _ => None,
    }
}

fn options_mut(object: &mut Object) -> Option<&mut Options> {
    match object {
        Object::Table(table) => Some(&mut table.options),
        Object::Partition(_, part) => Some(&mut part.options),
        _ => None,
    }
}
