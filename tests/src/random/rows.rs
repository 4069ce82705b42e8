//! Rows for a random schema, and whether two values are the same.
//!
//! In: a schema and a seed. Out: statements in an order in which every row can refer to another; or the verdict over
//! two texts.

use trueup::model::{AutoIncrement, Engine, Schema, Table};

use super::number;
use super::words::Family;

/// Each table has so many rows.
const ROWS: u32 = 3;

/// The statements that fill the tables.
#[must_use]
pub fn rows(schema: &Schema, seed: u64) -> Vec<String> {
    if number(seed, "rows").is_multiple_of(8) {
        return Vec::new();
    }
    let mut inserts = Vec::new();
    let mut updates = Vec::new();
    for table in &schema.tables {
        for row in 1..=ROWS {
            inserts.push(insert(schema, table, row, seed));
            updates.extend(update(schema, table, row));
        }
    }
    inserts.extend(updates);
    inserts
}

fn insert(schema: &Schema, table: &Table, row: u32, seed: u64) -> String {
    let engine = schema.flavor.engine();
    let is_always = table
        .columns
        .iter()
        .any(|column| column.auto_increment == Some(AutoIncrement::Always));
    let given = if is_always {
        "OVERRIDING SYSTEM VALUE "
    } else {
        ""
    };
    let written: Vec<(&str, String)> = table
        .columns
        .iter()
        .filter(|column| column.generated.is_none() && column.name != "part")
        .map(|column| {
            let name = column.name.as_str();
            let place = format!("{}.{name} row {row}", table.name);
            // Few are NULL, and only in some schemas: a column that no longer allows it would fail each time.
            let is_null = column.nullable
                && name != "id"
                && (number(seed, "nulls").is_multiple_of(3)
                    && number(seed, &place).is_multiple_of(4));
            let value = match name {
                "id" => row.to_string(),
                // It refers to itself, or to a row of a table that comes first; the others follow.
                "r0" | "r1" | "r2" | "p2" if column.nullable => "NULL".to_owned(),
                "r0" | "r1" => row.to_string(),
                _ if is_null => "NULL".to_owned(),
                _ => Family::of(&column.data_type).value(engine, name, row),
            };
            (name, value)
        })
        .collect();
    let (names, values): (Vec<&str>, Vec<String>) = written.into_iter().unzip();
    format!(
        "INSERT INTO {} ({}) {given}VALUES ({})",
        table.name,
        names.join(", "),
        values.join(", ")
    )
}

fn update(schema: &Schema, table: &Table, row: u32) -> Option<String> {
    let refers = table.foreign_keys.iter().flat_map(|key| &key.columns);
    let set: Vec<String> = refers
        .filter(|name| table.column(name).is_some_and(|column| column.nullable))
        .map(|name| match name.as_str() {
            // Each row has the default there.
            "p2" => "p2 = 1".to_owned(),
            _ => format!("{name} = {}", (row + 1) % ROWS + 1),
        })
        .collect();
    let is_there = schema.table(&table.name).is_some() && !set.is_empty();
    is_there.then(|| {
        format!(
            "UPDATE {} SET {} WHERE id = {row}",
            table.name,
            set.join(", ")
        )
    })
}

/// The queries that read what both schemas have, with the types before and after.
#[must_use]
pub fn kept(from: &Schema, to: &Schema) -> Vec<(String, String, String)> {
    let mut queries = Vec::new();
    for table in &from.tables {
        let Some(after) = to.table(&table.name) else {
            continue;
        };
        for column in table.columns.iter().filter(|one| one.generated.is_none()) {
            let other = after.column(&column.name);
            if let Some(other) = other.filter(|one| one.generated.is_none()) {
                let cell = match from.flavor.engine() {
                    Engine::MySql | Engine::Postgres => column.name.clone(),
                    Engine::Sqlite => format!("CAST({} AS TEXT)", column.name),
                };
                queries.push((
                    format!("SELECT {cell} FROM {} ORDER BY id", table.name),
                    column.data_type.clone(),
                    other.data_type.clone(),
                ));
            }
        }
    }
    queries
}

/// Whether a value that was of the first type and is of the second is the same, as both are printed.
#[must_use]
pub fn is_same(before: &str, after: &str, from: &str, to: &str) -> bool {
    if before == after {
        return true;
    }
    let number = |text: &str| text.trim().parse::<f64>().ok();
    if let (Some(one), Some(other)) = (number(before), number(after)) {
        return (one - other).abs() < 0.001;
    }
    match (Family::of(from), Family::of(to)) {
        (Family::Date | Family::Time, _) | (_, Family::Date | Family::Time) => {
            before.get(..10) == after.get(..10)
        }
        (Family::Bool, _) | (_, Family::Bool) => {
            let truth = |text: &str| matches!(text, "t" | "true" | "1" | "1.0");
            truth(before) == truth(after)
        }
        (Family::Json | Family::Bytes, _) | (_, Family::Json | Family::Bytes) => {
            let bare = |text: &str| text.replace([' ', '"'], "");
            bare(before) == bare(after)
        }
        _ => false,
    }
}
