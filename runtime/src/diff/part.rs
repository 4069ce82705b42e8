//! What a partition has alone, in the walk over the facts of both sides.
//!
//! In: an object under the name of a partition. Out: whether it comes or goes with its partition, and
//! whether the divided table decides about it; and the names of its parts of indexes. Makes no change itself.

use std::collections::BTreeSet;

use super::compare::Walk;
use crate::model::{Index, Object, ObjectId, PART, Table, TableName};

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

/// Takes the names that parts of indexes have, where nobody can tell which the server would choose: of several indexes that
/// would have the same name, all but one get a number.
pub(super) fn adopt_names(table: &mut Table, found: &Table) {
    let tails: Vec<Option<String>> = table.indexes.iter().map(Index::usual_tail).collect();
    let stated: BTreeSet<String> = table
        .indexes
        .iter()
        .flat_map(Index::named_parts)
        .map(|(_, name)| name.to_owned())
        .collect();
    for (index, tail) in table.indexes.iter_mut().zip(&tails) {
        let is_open = tail.is_none() || tails.iter().filter(|other| *other == tail).count() > 1;
        let mut others = found.indexes.iter().filter(|_| is_open);
        let other = others.find(|other| other.name == index.name);
        for (option, name) in other.into_iter().flat_map(|other| &other.options) {
            let is_free = !index.options.contains_key(option) && !stated.contains(name);
            if option.starts_with(PART) && is_free {
                index.options.insert(option.clone(), name.clone());
            }
        }
    }
}
