//! Partitions, which are tables of their own here.
//!
//! In: partitions of the model. Out: their statements. A partition for a table in use is made beside
//! it and then attached, so that readers and writers of the table do not wait.

use super::words::{quote, table as named, within};
use super::{brief, locked, scanning, table};
use crate::dialect::{Lock, Obstacle, Rendered, Scene, Statement, division};
use crate::model::{Partition, Partitioning, Table, TableName, Vendor};

/// How the rows are divided, behind the columns of `CREATE TABLE`.
pub(super) fn clause(partitioning: Option<&Partitioning>) -> String {
    let clause = |one: &Partitioning| format!(" PARTITION BY {} ({})", one.method, one.key);
    partitioning.map(clause).unwrap_or_default()
}

/// A partition of a table that holds no row and that nobody uses.
pub(super) fn of_new_table(table: &TableName, partition: &Partition) -> Statement {
    Statement::new(format!(
        "CREATE {}TABLE {} PARTITION OF {} {}{}{}",
        table::unlogged(&partition.options),
        within(table, &partition.name),
        named(table),
        partition.bound,
        table::storage(&partition.options),
        table::tablespace(&partition.options)
    ))
}

pub(super) fn create(table: &TableName, partition: &Partition, scene: Scene<'_>) -> Rendered {
    if scene.is_new {
        return of_new_table(table, partition).into();
    }
    let flavor = scene.before.flavor;
    let compression = if flavor.is_at_least(Vendor::Postgres, 14, 0) {
        " INCLUDING COMPRESSION"
    } else {
        ""
    };
    let made = Statement::new(format!(
        "CREATE {}TABLE {} (LIKE {} INCLUDING DEFAULTS INCLUDING CONSTRAINTS INCLUDING GENERATED \
         INCLUDING STORAGE{compression}){}{}",
        table::unlogged(&partition.options),
        within(table, &partition.name),
        named(table),
        table::storage(&partition.options),
        table::tablespace(&partition.options)
    ));
    vec![made, attached(table, partition, Lock::SchemaChanges, scene)].into()
}

/// Attaches a table. A default partition is locked and read meanwhile: none of its rows may belong here.
fn attached(table: &TableName, partition: &Partition, lock: Lock, scene: Scene<'_>) -> Statement {
    let sql = format!(
        "ALTER TABLE {} ATTACH PARTITION {} {}",
        named(table),
        within(table, &partition.name),
        partition.bound
    );
    let has_default = scene.before.table(table).is_some_and(|table| {
        let mut others = table.partitions.iter();
        others.any(|other| other.is_default() && other.name != partition.name)
    });
    if has_default {
        return scanning(brief(sql, scene), scene);
    }
    locked(sql, lock, scene)
}

pub(super) fn drop(table: &TableName, partition: &Partition, scene: Scene<'_>) -> Rendered {
    let name = within(table, &partition.name);
    brief(format!("DROP TABLE {name}"), scene).into()
}

/// Other rows for a partition: it is away for a moment, and each of its rows is looked at.
pub(super) fn alter(
    table: &TableName,
    from: &Partition,
    to: &Partition,
    scene: Scene<'_>,
) -> Result<Rendered, Obstacle> {
    division::check_partition(table, from, to, scene)?;
    let mut statements = Vec::new();
    if !from.has_bound_of(to) {
        let sql = format!(
            "ALTER TABLE {} DETACH PARTITION {}",
            named(table),
            within(table, &to.name)
        );
        statements.push(brief(sql, scene));
        statements.push(scanning(
            attached(table, to, Lock::ReadsAndWrites, scene),
            scene,
        ));
    }
    let with_options = |partition: &Partition| Table {
        options: partition.options.clone(),
        ..Table::new(table.renamed(&partition.name))
    };
    let options = table::alter(&with_options(from), &with_options(to), scene);
    statements.extend(options.statements);
    Ok(statements.into())
}

pub(super) fn rename(table: &TableName, from: &str, to: &str, scene: Scene<'_>) -> Rendered {
    let sql = format!(
        "ALTER TABLE {} RENAME TO {}",
        within(table, from),
        quote(to)
    );
    brief(sql, scene).into()
}
