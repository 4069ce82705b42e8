//! What a partition has alone, in the walk over the facts of both sides.
//!
//! In: an object under the name of a partition. Out: whether it comes or goes with its partition, and
//! whether the divided table decides about it; and the names of its parts of indexes. Makes no change itself.

use std::collections::BTreeSet;

use super::Ownership;
use super::compare::Walk;
use crate::model::{Engine, Object, ObjectId, PART, Partition, Table, TableName};

impl Walk<'_> {
    /// The table that a partition of that name is of, on the side that has what is asked about.
    pub(super) fn whole_of_part(&self, part: &TableName, is_created: bool) -> Option<&TableName> {
        let parts = if is_created {
            &self.desired_parts
        } else {
            &self.live_parts
        };
        parts.get(part).copied()
    }

    /// The partition as it goes: with what it has alone, so that it can be made again.
    pub(super) fn whole_partition(&self, table: &TableName, name: &str) -> Option<Object> {
        let mut partitions = self.paired.live.table(table)?.partitions.iter();
        let partition = partitions.find(|one| one.name == name)?;
        Some(Object::Partition(
            table.clone(),
            Box::new(partition.clone()),
        ))
    }

    /// Whether it is a partition of a table that is to be divided another way, or of such a partition:
    /// none comes or goes by itself then.
    pub(super) fn is_divided_anew(&self, id: &ObjectId) -> bool {
        let Some(name) = id.table() else {
            return false;
        };
        let table = match id {
            ObjectId::Partition(table, _) => table,
            _ => match self.live_parts.get(name) {
                Some(whole) => whole,
                None => return false,
            },
        };
        let sides = (self.paired.live.table(table), self.schema.table(table));
        matches!(sides, (Some(live), Some(desired)) if live.partitioning != desired.partitioning)
            || self.divided_whole(table).is_some()
    }

    /// The table before and after, with all its partitions, where the server divides the rows anew in one statement:
    /// MySQL and MariaDB move them, and refuse what would fit nowhere. A partition of somebody else stays.
    pub(super) fn divided_whole(&self, name: &TableName) -> Option<(Object, Object)> {
        let live = self.paired.live.table(name)?;
        let desired = self.schema.table(name)?;
        let id = |part: &Partition| ObjectId::Partition(name.clone(), part.name.clone());
        let is_ours = |part: &Partition| {
            self.ownership == Ownership::Everything || self.base.contains(&id(part))
        };
        let is_other = live.partitioning != desired.partitioning || moves_rows(live, desired);
        let is_possible = self.schema.flavor.engine() == Engine::MySql;
        let outline = |table: &Table| {
            Object::Table(Box::new(Table {
                options: table.options.clone(),
                partitioning: table.partitioning.clone(),
                partitions: table.partitions.clone(),
                ..Table::new(name.clone())
            }))
        };
        (is_possible && is_other && live.partitions.iter().all(is_ours))
            .then(|| (outline(live), outline(desired)))
    }

    /// Whether a partition lets go of a NOT NULL that its table is to have: the server keeps it there.
    pub(super) fn is_refused_by_its_table(&self, id: &ObjectId) -> bool {
        let ObjectId::NotNull(part, column) = id else {
            return false;
        };
        let whole = self.live_parts.get(part).copied();
        let is_kept = |whole: &TableName| {
            let id = ObjectId::NotNull(whole.clone(), column.clone());
            self.desired.contains_key(&id)
        };
        !self.desired.contains_key(id) && whole.is_some_and(is_kept)
    }

    /// Whether both sides have the object under the same name and of another table, or refer to such a one.
    pub(super) fn is_elsewhere(&self, found: &Object, wanted: &Object) -> bool {
        let moves = |part: &TableName| self.is_moved(part);
        let refers = matches!((found, wanted), (Object::ForeignKey(_, a), Object::ForeignKey(_, b)) if a.target == b.target && moves(&a.target));
        refers || found.id().table().is_some_and(moves)
    }

    /// Whether the sides have a partition of that name of different tables, or one of them has none.
    pub(super) fn is_moved(&self, part: &TableName) -> bool {
        self.live_parts.get(part) != self.desired_parts.get(part)
    }

    /// Whether what the partition has alone goes because its partition or its column goes.
    pub(super) fn part_goes_with(
        &self,
        whole: &TableName,
        id: &ObjectId,
        part: &TableName,
    ) -> bool {
        let partition = ObjectId::Partition(whole.clone(), part.name.clone());
        let is_of_whole = self.desired_parts.get(part).copied() == Some(whole);
        let column = |column: &str| ObjectId::Column(whole.clone(), column.to_owned());
        !is_of_whole
            || !self.desired.contains_key(&partition)
            || id
                .column()
                .is_some_and(|name| !self.desired.contains_key(&column(name)))
    }
}

/// Whether the partitions of one side do not become those of the other one by one: rows move between those that stay,
/// or none does.
fn moves_rows(live: &Table, desired: &Table) -> bool {
    let Some(partitioning) = &live.partitioning else {
        return false;
    };
    let named = |table: &Table, name: &str| {
        let mut parts = table.partitions.iter();
        parts.find(|part| part.name == name).cloned()
    };
    let names = |table: &Table| -> BTreeSet<String> {
        let parts = table.partitions.iter();
        parts.map(|part| part.name.clone()).collect()
    };
    let has_same_names = names(live) == names(desired);
    if partitioning.is_spread() {
        return !has_same_names;
    }
    let moved = desired
        .partitions
        .iter()
        .filter(|part| named(live, &part.name).is_some_and(|found| !found.has_bound_of(part)));
    let moved = moved.count();
    let is_alone = moved == 1 && has_same_names;
    let stays = |part: &Partition| {
        let mut others = desired.partitions.iter();
        others.any(|other| other.name == part.name || other.has_bound_of(part))
    };
    (moved > 0 && !is_alone) || !live.partitions.iter().any(stays)
}

/// Takes the names that parts of indexes have, where nobody can tell which the server would choose.
pub(super) fn adopt_names(table: &mut Table, found: &Table) {
    for index in &mut table.indexes {
        let mut others = found.indexes.iter();
        let other = others.find(|other| other.name == index.name && other.usual_tail().is_none());
        for (option, name) in other.into_iter().flat_map(|other| &other.options) {
            if option.starts_with(PART) && !index.options.contains_key(option) {
                index.options.insert(option.clone(), name.clone());
            }
        }
    }
}
