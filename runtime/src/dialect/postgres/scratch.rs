//! What a session makes for itself, to see whether something holds.
//!
//! In: what cannot be temporary, or what is only meant. Out: statements that come to the same over tables that are.

use super::words::table;
use crate::model::TableName;

/// The namespace of what only this session sees. What is in it comes before everything else of its name.
pub(crate) const TEMPORARY: &str = "pg_temp";

/// A view. One that keeps its rows is a table, for it is never temporary.
pub(crate) fn view(name: &TableName, query: &str, keeps_rows: bool) -> String {
    let name = table(name);
    if keeps_rows {
        format!("CREATE TABLE {name} AS {query} WITH NO DATA")
    } else {
        format!("CREATE VIEW {name} AS {query}")
    }
}

/// The rows of a table that a publication chooses, as a check, where it chooses any: no temporary table is published.
pub(crate) fn chosen_rows(published: &str) -> Option<String> {
    let (head, rows) = published.split_once(" WHERE ")?;
    let (_, table) = head.split_once(" ONLY ")?;
    let table = table.split_once(" (").map_or(table, |(table, _)| table);
    Some(format!("ALTER TABLE {table} ADD CHECK {rows}"))
}
