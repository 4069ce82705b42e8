//! How long values of a column are stored and compressed.
//!
//! In: the column. Out: its statements, which concern values that are written from then on.

use super::brief;
use super::words::{quote, table as named};
use crate::dialect::{Scene, Statement};
use crate::model::{Column, ObjectId, Schema, TableName, USUAL, types_in};

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
    // Another type brings its own way of storing, and the same with another collation brings it anew.
    let is_retyped = (&from.data_type, &from.collation) != (&to.data_type, &to.collation);
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
        (Some(_), None) if !is_retyped => match usual_storage(&to.data_type, scene.after) {
            Some(usual) => set("STORAGE", &usual.to_uppercase()),
            // The same type again brings the way of the type, which only the server knows.
            None => set("DATA TYPE", &to.data_type),
        },
        _ => {}
    }
    match (stated(&from.compression), stated(&to.compression)) {
        (old, Some(new)) if is_retyped || old.as_ref() != Some(&new) => set("COMPRESSION", &new),
        (Some(_), None) if !is_retyped => set("COMPRESSION", "default"),
        _ => {}
    }
    statements
}

/// How values of the type are stored when nobody says it (`pg_type.typstorage`), as far as it is known: a
/// domain has the way of the type beneath it, and a type of an extension its own.
pub(in crate::dialect::postgres) fn usual_storage(
    data_type: &str,
    schema: &Schema,
) -> Option<&'static str> {
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
        "int4range",
        "int8range",
        "numrange",
        "daterange",
        "tsrange",
        "tstzrange",
    ];
    const MAIN: &[&str] = &["numeric", "inet", "cidr", "geometry", "geography"];
    const PLAIN: &[&str] = &[
        "smallint",
        "integer",
        "bigint",
        "real",
        "double",
        "boolean",
        "date",
        "time",
        "timestamp",
        "interval",
        "uuid",
        "money",
        "oid",
        "name",
        "\"char\"",
        "macaddr",
        "macaddr8",
        "pg_lsn",
        "point",
        "line",
        "lseg",
        "box",
        "circle",
        "tsquery",
    ];
    if data_type.ends_with("[]") {
        return Some("extended");
    }
    for id in types_in(schema, data_type) {
        match id {
            ObjectId::Enum(_) => return Some("plain"),
            ObjectId::Domain(name) => {
                let domain = schema.domains.iter().find(|domain| domain.name == name)?;
                return usual_storage(&domain.data_type, schema);
            }
            _ => {}
        }
    }
    let word = data_type.split(['(', ' ']).next().unwrap_or_default();
    let kinds = [(EXTENDED, "extended"), (MAIN, "main"), (PLAIN, "plain")];
    let found = kinds.iter().find(|(words, _)| words.contains(&word));
    found.map(|(_, way)| *way)
}
