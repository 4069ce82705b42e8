//! The statements of edits, one file for each kind of object.
//!
//! In: an edit and the schemas around it. Out: statements with facts, or an obstacle. Knows no
//! connection. Every statement commits on its own, whatever transaction it is sent in.

mod column;
mod constraint;
mod definition;
mod index;
mod partition;
mod property;
mod rename;
mod table;
mod trigger;
mod view;
mod zero_date;

pub(crate) use trigger::trigger;
pub(super) use zero_date::relaxed;

use super::text::quote;
use super::{MySql, canonical};
use crate::dialect::{Lock, Obstacle, Rendered, Scene, Statement};
use crate::model::{Index, Table, TableName, Target};

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
        let stand_in = stand_in(scene.before.table(table), scene.after.table(table));
        let clauses: Vec<&str> = clauses
            .iter()
            .chain(&stand_in)
            .map(String::as_str)
            .collect();
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

/// The index that stands in for the key of a column that numbers itself.
const STAND_IN: &str = "_trueup_number";

/// What gives a column that numbers itself the key that it must have at every moment, between the
/// edit that makes the column and the one that makes its key: the engine refuses with 1075 without
/// one, and the two are edits of their own.
fn stand_in(before: Option<&Table>, after: Option<&Table>) -> Option<String> {
    let old = before.and_then(keyless_number);
    let new = after.and_then(keyless_number);
    match (old, new) {
        (None, Some(column)) => Some(format!(
            "ADD UNIQUE KEY {} ({})",
            quote(STAND_IN),
            quote(column)
        )),
        // A dropped column takes its key along.
        (Some(column), None) if after.is_some_and(|table| table.column(column).is_some()) => {
            Some(format!("DROP INDEX {}", quote(STAND_IN)))
        }
        _ => None,
    }
}

/// The column that numbers itself and has no key for it.
fn keyless_number(table: &Table) -> Option<&str> {
    let mut columns = table.columns.iter();
    let column = columns.find(|column| column.auto_increment.is_some())?;
    let keyed: Vec<String> = indexes_of(table)
        .iter()
        .filter(|index| !matches!(index.method.as_deref(), Some("FULLTEXT" | "SPATIAL")))
        .filter_map(|index| match &index.parts.first()?.target {
            Target::Column(name) => Some(name.clone()),
            Target::Expression(_) => None,
        })
        .chain(
            table
                .primary_key
                .iter()
                .flat_map(|key| key.columns.first().cloned()),
        )
        .collect();
    // Other engines also number within the other columns of a key.
    let is_keyed = keyed.contains(&column.name) || table.options.contains_key("engine");
    (!is_keyed).then_some(column.name.as_str())
}

pub(super) fn no_namespaces(name: &str) -> Obstacle {
    Obstacle::new(
        name,
        "the database of the connection is the only namespace",
        "leave the namespace out, and connect to the database that the tables belong to",
    )
}
