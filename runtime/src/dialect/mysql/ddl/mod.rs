//! The statements of edits, one file for each kind of object.
//!
//! In: an edit and the schemas around it. Out: statements with facts, or an obstacle. Knows no
//! connection. Every statement commits on its own, whatever transaction it is sent in.

mod column;
mod constraint;
mod definition;
mod index;
mod property;
mod table;

use super::text::quote;
use super::{MySql, canonical};
use crate::dialect::{Lock, Obstacle, Rendered, Scene, Statement};
use crate::model::{Index, Table, TableName};

/// What a change of a table that holds rows does to them and to others, from the cheapest on.
///
/// The metadata lock that every change takes for a moment is not counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Cost {
    /// Changes the catalogue alone.
    Metadata,
    /// The same where the engine can, which InnoDB does.
    Instant,
    /// Builds an index while others write.
    Online,
    /// Writes every row again while others write.
    Rebuild,
    /// Builds an index while others can only read.
    Shared,
    /// Writes every row again while others can only read.
    Copy,
}

impl MySql {
    /// One `ALTER TABLE` with its facts.
    fn alteration(
        &self,
        table: &TableName,
        clauses: &[String],
        cost: Cost,
        scene: Scene<'_>,
    ) -> Statement {
        let sql = format!("ALTER TABLE {} {}", quote(&table.name), clauses.join(", "));
        let statement = Statement::new(sql).alone();
        if scene.is_new {
            return statement;
        }
        match in_engine(cost, scene.before.table(table)) {
            Cost::Metadata | Cost::Instant => statement,
            Cost::Online => statement.locking(Lock::SchemaChanges).scanning(),
            Cost::Rebuild => statement
                .locking(Lock::SchemaChanges)
                .scanning()
                .rewriting(),
            Cost::Shared => statement.locking(Lock::Writes).scanning(),
            Cost::Copy => statement.locking(Lock::Writes).scanning().rewriting(),
        }
    }

    fn altered(
        &self,
        table: &TableName,
        clauses: &[String],
        cost: Cost,
        scene: Scene<'_>,
    ) -> Result<Rendered, Obstacle> {
        Ok(self.alteration(table, clauses, cost, scene).into())
    }
}

/// The cost in the table's engine: what InnoDB does in place, others do by copying.
fn in_engine(cost: Cost, table: Option<&Table>) -> Cost {
    let Some(table) = table else {
        return cost;
    };
    let is_compressed = table
        .options
        .get("row_format")
        .is_some_and(|format| format.eq_ignore_ascii_case("compressed"))
        || table.options.contains_key("key_block_size");
    let has_fulltext = table.indexes.iter().any(is_fulltext);
    match cost {
        Cost::Metadata => Cost::Metadata,
        _ if table.options.contains_key("engine") => Cost::Copy,
        Cost::Instant | Cost::Rebuild if has_fulltext => Cost::Copy,
        Cost::Instant if is_compressed => Cost::Rebuild,
        cost => cost,
    }
}

fn is_fulltext(index: &Index) -> bool {
    index.method.as_deref() == Some("FULLTEXT")
}

/// The table as it is on one side.
fn table_of<'a>(schema: &'a crate::model::Schema, name: &TableName) -> Result<&'a Table, Obstacle> {
    schema
        .table(name)
        .ok_or_else(|| Obstacle::new(name, "the table is not there", "report this as a bug"))
}

/// The indexes of a table, with the unique constraints that a foreign model may hold.
fn indexes_of(table: &Table) -> Vec<Index> {
    let uniques = table.uniques.iter().map(canonical::unique_index);
    table.indexes.iter().cloned().chain(uniques).collect()
}

/// Whether a key of the table begins with the column, as a column that numbers itself needs.
fn leads_a_key(table: &Table, column: &str) -> bool {
    let columns = [column.to_owned()];
    let primary = table.primary_key.as_ref();
    primary.is_some_and(|key| key.columns.starts_with(&columns))
        || indexes_of(table)
            .iter()
            .any(|index| canonical::serves(index, &columns))
}

pub(super) fn no_namespaces(name: &str) -> Obstacle {
    Obstacle::new(
        name,
        "the database of the connection is the only namespace",
        "leave the namespace out, and connect to the database that the tables belong to",
    )
}
