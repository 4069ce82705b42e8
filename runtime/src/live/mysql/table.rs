//! Tables and their options.

use std::collections::BTreeSet;

use super::{Catalogue, Cells, cell, column, key, of, partition, text};
use crate::dialect::mysql::{
    COLUMN_CHECK, Kind, bare, forget_usual_of_aria, lexemes, same_expression,
};
use crate::model::{Options, Schema, Table, TableName, Vendor};

/// A table, and what is known of it besides.
pub(super) struct Found {
    pub(super) table: Table,
    /// Why the model cannot hold it, and what it is then.
    pub(super) opaque: Option<(&'static str, String)>,
    /// Whether its definition may hold what the catalogue does not tell.
    pub(super) is_suspect: bool,
}

/// Engines all of whose properties the catalogue tells.
const ENGINES: [&str; 7] = [
    "InnoDB",
    "MyISAM",
    "Aria",
    "MEMORY",
    "CSV",
    "ARCHIVE",
    "BLACKHOLE",
];

/// The base tables, joined. What cannot be represented of them goes to the schema's list.
pub(super) fn read(catalogue: &Catalogue, schema: &mut Schema) -> Vec<Found> {
    catalogue
        .tables
        .iter()
        .filter(|row| is_base(row))
        .map(|row| one(catalogue, row, schema))
        .collect()
}

fn one(catalogue: &Catalogue, row: &Cells, schema: &mut Schema) -> Found {
    let name = text(row, 0);
    let mut table = Table::new(TableName::new(&name));
    let mut opaque = whole(row);
    table.comment = cell(row, 5)
        .filter(|text| !text.is_empty())
        .map(str::to_owned);
    table.options = options(catalogue, row);
    opaque = opaque.or(partition::read(catalogue, &mut table));
    let collation = cell(row, 3).unwrap_or_default();
    for row in of(&catalogue.columns, &name) {
        column::read(catalogue, row, collation, &mut table, schema);
    }
    let has_suspect_index = key::indexes(catalogue, &mut table, schema);
    key::foreign_keys(catalogue, &mut table, schema);
    key::checks(catalogue, &mut table);
    if catalogue.flavor.vendor == Vendor::MariaDb {
        documents(&mut table);
    }
    let is_suspect = has_suspect_index
        || table
            .checks
            .iter()
            .any(|check| is_period(&check.expression));
    table.sort();
    Found {
        table,
        opaque,
        is_suspect,
    }
}

/// The tables that the server cannot open.
pub(super) fn closed(catalogue: &Catalogue) -> BTreeSet<&str> {
    let rows = catalogue.tables.iter();
    let closed = rows.filter(|row| is_base(row) && is_closed(row));
    closed.filter_map(|row| cell(row, 0)).collect()
}

fn is_base(row: &Cells) -> bool {
    !matches!(cell(row, 1), Some("VIEW" | "SYSTEM VIEW"))
}

/// What is not open has no engine.
fn is_closed(row: &Cells) -> bool {
    cell(row, 2).is_none()
}

/// Why a table cannot be represented at all.
fn whole(row: &Cells) -> Option<(&'static str, String)> {
    match (cell(row, 1), cell(row, 2)) {
        (Some("SEQUENCE"), _) => Some(("sequence", "sequences are not modelled".to_owned())),
        (Some("SYSTEM VERSIONED"), _) => Some((
            "system-versioned table",
            "the history of rows is not modelled".to_owned(),
        )),
        _ if is_closed(row) => Some((
            "table",
            format!("the server cannot open it: {}", text(row, 5)),
        )),
        (_, Some(engine)) if !ENGINES.contains(&engine) => Some((
            "table",
            format!("settings of the engine {engine} are not modelled"),
        )),
        _ => None,
    }
}

/// What was stated when the table was created, and what differs from the database's defaults.
fn options(catalogue: &Catalogue, row: &Cells) -> Options {
    let mut options = Options::new();
    if let Some(engine) = cell(row, 2).filter(|engine| *engine != "InnoDB") {
        options.insert("engine".to_owned(), engine.to_owned());
    }
    if let Some(collation) = cell(row, 3).filter(|name| *name != catalogue.collation) {
        options.insert("collation".to_owned(), collation.to_owned());
    }
    let (mut key, mut value, mut is_value) = (String::new(), String::new(), false);
    let mut keep = |key: &mut String, value: &mut String| {
        if !key.is_empty() && key != "partitioned" {
            options.insert(std::mem::take(key), std::mem::take(value));
        }
        key.clear();
        value.clear();
    };
    for (kind, part) in lexemes(cell(row, 4).unwrap_or_default()) {
        match (kind, part) {
            (Kind::Space, _) => {
                keep(&mut key, &mut value);
                is_value = false;
            }
            (Kind::Sign, "=") if !is_value => is_value = true,
            _ if is_value => value.push_str(&bare(part)),
            (Kind::Word, part) => key.push_str(&part.to_lowercase()),
            (_, part) => key.push_str(part),
        }
    }
    keep(&mut key, &mut value);
    forget_usual_of_aria(&mut options);
    options
}

/// MariaDB stores a document as a text with a check, and that is all there is of the type.
fn documents(table: &mut Table) {
    let mut made = Vec::new();
    for column in &mut table.columns {
        let valid = format!("json_valid(`{}`)", column.name.replace('`', "``"));
        let is_check = |check: &&crate::model::Check| {
            check.name.text() == column.name
                && check.clauses == [COLUMN_CHECK]
                && same_expression(&check.expression, &valid)
        };
        let (base, suffix) = match column.data_type.split_once(' ') {
            Some((base, suffix)) => (base, format!(" {suffix}")),
            None => (column.data_type.as_str(), String::new()),
        };
        let is_binary = column.collation.as_deref() == Some("utf8mb4_bin")
            || (column.collation.is_none()
                && table.options.get("collation").map(String::as_str) == Some("utf8mb4_bin"));
        if base == "longtext" && is_binary && table.checks.iter().any(|check| is_check(&check)) {
            column.data_type = format!("json{suffix}");
            column.collation = None;
            made.push(column.name.clone());
        }
    }
    table.checks.retain(|check| {
        !(check.clauses == [COLUMN_CHECK] && made.contains(&check.name.text().to_owned()))
    });
}

/// Whether the check may be the one that MariaDB makes for a period: the catalogue of 10.11 does
/// not tell them apart.
fn is_period(expression: &str) -> bool {
    let found = lexemes(expression);
    matches!(
        found.as_slice(),
        [
            (Kind::Name, _),
            (Kind::Space, _),
            (Kind::Sign, "<"),
            (Kind::Space, _),
            (Kind::Name, _)
        ]
    )
}
