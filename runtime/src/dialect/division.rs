//! What no server changes about a divided table.
//!
//! In: an edit's object on both sides. Out: an obstacle, or nothing. Writes no statement.

use super::{Obstacle, Scene};
use crate::model::{Column, Partition, Partitioning, Table, TableName};

/// Whether the rows of the table are divided among partitions before the edit.
pub(super) fn is_divided(table: &TableName, scene: Scene<'_>) -> bool {
    let table = scene.before.table(table);
    table.is_some_and(|table| table.partitioning.is_some())
}

/// Whether the model holds every partition of the table.
pub(super) fn is_whole(table: &TableName, scene: Scene<'_>) -> bool {
    let is_part = |kind: &str| matches!(kind, "partition" | "partitioned table" | "foreign table");
    let mut items = scene.before.unsupported.iter();
    !items.any(|item| item.on.as_ref() == Some(table) && is_part(&item.kind))
}

/// Refuses another way to divide the rows of a table that is there.
pub(super) fn check_table(from: &Table, to: &Table) -> Result<(), Obstacle> {
    let reason = match (&from.partitioning, &to.partitioning) {
        (None, Some(_)) => "a table cannot be divided into partitions in place",
        (Some(_), None) => "a divided table cannot be made whole in place",
        (Some(a), Some(b)) if a.is_same_as(b) => return Ok(()),
        (Some(a), Some(b)) if whatever_number(a).is_same_as(b) => {
            "rows cannot be spread over another number of partitions in place"
        }
        (Some(_), Some(_)) => "rows cannot be divided by another key or another method in place",
        (None, None) => return Ok(()),
    };
    Err(Obstacle::moves_rows(&to.name, reason))
}

fn whatever_number(partitioning: &Partitioning) -> Partitioning {
    Partitioning {
        modulus: None,
        ..partitioning.clone()
    }
}

/// Refuses to take away a column, or its type, by which rows are divided.
pub(super) fn check_column(
    table: &TableName,
    column: &Column,
    scene: Scene<'_>,
) -> Result<(), Obstacle> {
    let partitioning = scene
        .before
        .table(table)
        .and_then(|table| table.partitioning.as_ref());
    if partitioning.is_some_and(|partitioning| partitioning.uses(&column.name)) {
        return Err(Obstacle::moves_rows(
            format!("{table}.{}", column.name),
            "the rows of the table are divided by this column",
        ));
    }
    Ok(())
}

/// Refuses other rows for a partition over which rows are spread.
pub(super) fn check_partition(
    table: &TableName,
    from: &Partition,
    to: &Partition,
    scene: Scene<'_>,
) -> Result<(), Obstacle> {
    let partitioning = scene
        .before
        .table(table)
        .and_then(|table| table.partitioning.as_ref());
    if !from.has_bound_of(to) && partitioning.is_some_and(Partitioning::is_spread) {
        return Err(Obstacle::moves_rows(
            format!("{table}.{}", to.name),
            "rows are spread over a number of partitions that cannot change in place",
        ));
    }
    Ok(())
}
