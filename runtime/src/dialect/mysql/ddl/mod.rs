//! The statements of edits, one file for each kind of object.
//!
//! In: an edit and the schemas around it. Out: statements with facts, or an obstacle. Knows no
//! connection. Every statement commits on its own, whatever transaction it is sent in.

mod column;
mod constraint;
mod cost;
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

use cost::Cost;

use super::text::quote;
use super::{MySql, canonical};
use crate::dialect::{Lock, Obstacle, Rendered, Scene, Statement};
use crate::model::{Index, Table, TableName, Target};

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
        let start = format!("ALTER TABLE {} {}", quote(&table.name), clauses.join(", "));
        if scene.is_new {
            return Statement::new(start).alone();
        }
        let least = match stand_in {
            Some(_) => Cost::Unindexed,
            None => Cost::Unstated,
        };
        let cost = self.cost_here(cost.max(least), table, scene);
        let sql = match self.form(cost) {
            Some(form) => format!("{start}, {form}"),
            None => start,
        };
        let statement = Statement::new(sql).alone();
        match cost {
            Cost::Unstated | Cost::Metadata | Cost::Setting | Cost::Instant | Cost::Unindexed => {
                statement
            }
            Cost::Online => statement.locking(Lock::SchemaChanges).scanning(),
            Cost::Rebuild => statement
                .locking(Lock::SchemaChanges)
                .scanning()
                .rewriting(),
            Cost::Shared => statement.locking(Lock::Writes).scanning(),
            Cost::SharedRebuild | Cost::Copy => {
                statement.locking(Lock::Writes).scanning().rewriting()
            }
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
