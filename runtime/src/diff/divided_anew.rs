//! Rows that are divided anew in one change of their table.
//!
//! In: a table on both sides. Out: the table with all its partitions before and after, where the rows move in one step.
//! Knows nothing of a single partition that comes, goes or changes: that is in `part`.

use std::collections::BTreeSet;

use super::Ownership;
use super::compare::Walk;
use crate::model::{Engine, Object, ObjectId, Partition, Table, TableName};

impl Walk<'_> {
    /// The table before and after, with all its partitions, where its rows are divided anew as a whole: MySQL and MariaDB move
    /// them in one statement, and PostgreSQL into a table that is made beside it. All refuse what would fit nowhere. A partition
    /// of somebody else stays.
    pub(super) fn divided_whole(&self, name: &TableName) -> Option<(Object, Object)> {
        let live = self.paired.live.table(name)?;
        let desired = self.schema.table(name)?;
        let id = |part: &Partition| ObjectId::Partition(name.clone(), part.name.clone());
        let is_ours = |part: &Partition| {
            self.ownership == Ownership::Everything || self.base.contains(&id(part))
        };
        let is_other_way = live.partitioning != desired.partitioning;
        let is_moved = match self.schema.flavor.engine() {
            Engine::MySql => is_other_way || moves_rows(live, desired),
            Engine::Postgres => is_other_way,
            Engine::Sqlite => false,
        };
        let outline = |table: &Table| {
            Object::Table(Box::new(Table {
                options: table.options.clone(),
                partitioning: table.partitioning.clone(),
                partitions: table.partitions.clone(),
                ..Table::new(name.clone())
            }))
        };
        (is_moved && live.partitions.iter().all(is_ours)).then(|| (outline(live), outline(desired)))
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
