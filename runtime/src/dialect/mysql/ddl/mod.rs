//! The statements of edits, one file for each kind of object.
//!
//! In: an edit and the schemas around it. Out: statements with facts, or an obstacle. Knows no
//! connection. Every statement commits on its own, whatever transaction it is sent in.

mod column;
mod constraint;
mod cost;
mod definition;
mod drawn;
mod index;
mod keys;
mod mode;
mod partition;
mod property;
mod rename;
mod table;
mod trigger;
mod view;
mod zero_date;

pub(crate) use column::is_computed_again;
pub(crate) use trigger::trigger;
#[cfg(feature = "mysql")]
pub(crate) use trigger::without_definer;
pub(super) use zero_date::relaxed;

use cost::Cost;
use keys::{STAND_IN, leaves_document_ids, stand_in};

use super::text::quote;
use super::{MySql, canonical};
use crate::dialect::{Lock, Obstacle, Rendered, Scene, Statement};
use crate::model::{Index, Table, TableName};

impl MySql {
    /// One `ALTER TABLE` with its facts.
    fn alteration(
        &self,
        table: &TableName,
        clauses: &[String],
        cost: Cost,
        scene: Scene<'_>,
    ) -> Statement {
        let (before, after) = (scene.before.table(table), scene.after.table(table));
        let (carried, least) = carried(before, after);
        let clauses: Vec<&str> = clauses.iter().chain(&carried).map(String::as_str).collect();
        let start = format!("ALTER TABLE {} {}", quote(&table.name), clauses.join(", "));
        if scene.is_new {
            return Statement::new(start).alone();
        }
        let cost = self.cost_here(cost.max(least), before, after);
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

/// What every change of the table carries along, and what that costs at least.
fn carried(before: Option<&Table>, after: Option<&Table>) -> (Vec<String>, Cost) {
    let mut clauses: Vec<String> = stand_in(before, after).into_iter().collect();
    let mut cost = if clauses.is_empty() {
        Cost::Unstated
    } else {
        Cost::Unindexed
    };
    if leaves_document_ids(before, after) {
        clauses.push("FORCE".to_owned());
        cost = Cost::Rebuild;
    }
    (clauses, cost)
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

pub(super) fn no_namespaces(name: &str) -> Obstacle {
    Obstacle::new(
        name,
        "the database of the connection is the only namespace",
        "leave the namespace out, and connect to the database that the tables belong to",
    )
}
