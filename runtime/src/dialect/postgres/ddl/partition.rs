//! Partitions, which are tables of their own here.
//!
//! In: partitions of the model. Out: their statements. A partition for a table in use is made beside
//! it and then attached, so that readers and writers of the table do not wait.

use super::words::{quote, table as named};
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
        named(&partition.table(table)),
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
        named(&partition.table(table)),
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
        named(&partition.table(table)),
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
    let part = partition.table(table);
    let sql = format!("DROP TABLE {}", named(&part));
    let mut statements = Vec::new();
    // Each foreign key to the table holds on to each of its partitions. Without this one it looks for rows that refer to its rows.
    if is_referred_to(table, scene) {
        statements.push(scanning(detached(table, &part, scene), scene));
    }
    statements.push(brief(sql, scene));
    statements.into()
}

fn detached(table: &TableName, part: &TableName, scene: Scene<'_>) -> Statement {
    let (table, part) = (named(table), named(part));
    brief(
        format!("ALTER TABLE {table} DETACH PARTITION {part}"),
        scene,
    )
}

fn is_referred_to(table: &TableName, scene: Scene<'_>) -> bool {
    let tables = scene.before.tables.iter();
    let holders = tables.flat_map(|one| {
        let parts = one.partitions.iter();
        parts.filter_map(|part| part.own.as_deref()).chain([one])
    });
    let mut keys = holders.flat_map(|one| &one.foreign_keys);
    keys.any(|key| key.target == *table)
}

/// Other rows for a partition: it is away for a moment, and each of its rows is looked at. Among others it is off the table in one
/// edit and back in another.
pub(super) fn alter(
    table: &TableName,
    from: &Partition,
    to: &Partition,
    scene: Scene<'_>,
) -> Result<Rendered, Obstacle> {
    division::check_partition(table, from, to, scene)?;
    let mut statements = moved(table, from, to, scene)?;
    let from = &Partition {
        namespace: to.namespace.clone(),
        ..from.clone()
    };
    if !from.has_bound_of(to) {
        let off = detached(table, &from.table(table), scene);
        statements.extend((!from.is_off_its_table()).then_some(off));
        let back = scanning(attached(table, to, Lock::ReadsAndWrites, scene), scene);
        statements.extend((!to.is_off_its_table()).then_some(back));
    }
    let with_options = |partition: &Partition| Table {
        options: partition.options.clone(),
        ..Table::new(partition.table(table))
    };
    let options = table::alter(&with_options(from), &with_options(to), scene);
    statements.extend(options.statements);
    Ok(statements.into())
}

/// Another namespace for a partition.
fn moved(
    table: &TableName,
    from: &Partition,
    to: &Partition,
    scene: Scene<'_>,
) -> Result<Vec<Statement>, Obstacle> {
    let (old, new) = (from.table(table), to.table(table));
    if old.schema == new.schema {
        return Ok(Vec::new());
    }
    let Some(namespace) = &new.schema else {
        return Err(Obstacle::new(
            &old,
            "the default namespace is known by its place in the search path, not by name",
            format!("move it with `ALTER TABLE {} SET SCHEMA ...`", named(&old)),
        ));
    };
    let sql = format!(
        "ALTER TABLE {} SET SCHEMA {}",
        named(&old),
        quote(namespace)
    );
    Ok(vec![brief(sql, scene)])
}

pub(super) fn rename(table: &TableName, from: &str, to: &str, scene: Scene<'_>) -> Rendered {
    let divided = scene.before.table(table);
    let mut parts = divided.iter().flat_map(|table| &table.partitions);
    let part = parts.find(|one| one.name == from);
    let name = part.map_or_else(|| table.renamed(from), |one| one.table(table));
    let sql = format!("ALTER TABLE {} RENAME TO {}", named(&name), quote(to));
    brief(sql, scene).into()
}
