//! How long values of a column are stored and compressed.
//!
//! In: the column. Out: its statements, which concern values that are written from then on.

use super::brief;
use super::words::{quote, table as named};
use crate::dialect::{Scene, Statement};
use crate::model::{Column, TableName, USUAL};

pub(super) fn after_create(table: &TableName, column: &Column, scene: Scene<'_>) -> Vec<Statement> {
    let plain = Column::new(&column.name, &column.data_type);
    change(table, &plain, column, scene)
}

pub(super) fn change(
    table: &TableName,
    from: &Column,
    to: &Column,
    scene: Scene<'_>,
) -> Vec<Statement> {
    let stated = |text: &Option<String>| text.clone().filter(|text| text != USUAL);
    // Another type brings its own way of storing.
    let is_retyped = from.data_type != to.data_type;
    let mut statements = Vec::new();
    let mut set = |what: &str, value: &str| {
        let sql = format!(
            "ALTER TABLE {} ALTER COLUMN {} SET {what} {value}",
            named(table),
            quote(&to.name)
        );
        statements.push(brief(sql, scene));
    };
    match (stated(&from.storage), stated(&to.storage)) {
        (old, Some(new)) if is_retyped || old.as_ref() != Some(&new) => {
            set("STORAGE", &new.to_uppercase());
        }
        (Some(_), None) if !is_retyped => {
            set("STORAGE", &usual_storage(&to.data_type).to_uppercase());
        }
        _ => {}
    }
    match (stated(&from.compression), stated(&to.compression)) {
        (old, Some(new)) if is_retyped || old.as_ref() != Some(&new) => set("COMPRESSION", &new),
        (Some(_), None) if !is_retyped => set("COMPRESSION", "default"),
        _ => {}
    }
    statements
}

/// How values of the type are stored when nobody says it (`pg_type.typstorage`).
pub(in crate::dialect::postgres) fn usual_storage(data_type: &str) -> &'static str {
    const EXTENDED: &[&str] = &[
        "text",
        "bytea",
        "json",
        "jsonb",
        "xml",
        "citext",
        "hstore",
        "ltree",
        "tsvector",
        "path",
        "polygon",
        "character",
        "bit",
        "vector",
    ];
    const MAIN: &[&str] = &["numeric", "inet", "cidr", "geometry", "geography"];
    let word = data_type.split(['(', ' ']).next().unwrap_or_default();
    if data_type.ends_with("[]") || EXTENDED.contains(&word) || word.ends_with("range") {
        "extended"
    } else if MAIN.contains(&word) {
        "main"
    } else {
        "plain"
    }
}
