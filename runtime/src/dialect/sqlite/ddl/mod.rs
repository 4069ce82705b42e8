//! The statements, by object.
//!
//! In: an edit and the schema around it. Out: statements with facts, or why there are none. The one
//! lock of SQLite is on the whole file and stops writers, so it is the same for all.

pub(super) mod column;
pub(super) mod constraint;
pub(super) mod index;
pub(super) mod table;
pub(super) mod trigger;
pub(crate) mod view;

use super::quote;
use crate::dialect::{Lock, Scene, Statement};

/// A statement about a table that may exist already.
pub(super) fn statement(sql: impl Into<String>, scene: Scene<'_>) -> Statement {
    let lock = if scene.is_new {
        Lock::None
    } else {
        Lock::Writes
    };
    Statement::new(sql).locking(lock)
}

/// The same, reading every row there is.
pub(super) fn scanning(sql: impl Into<String>, scene: Scene<'_>) -> Statement {
    let statement = statement(sql, scene);
    if scene.is_new {
        statement
    } else {
        statement.scanning()
    }
}

/// The columns of a key, quoted, with commas, each with what is said of it.
pub(super) fn parts(parts: Vec<(&str, &str)>) -> String {
    let parts = parts.into_iter();
    let parts: Vec<String> = parts
        .map(|(name, said)| format!("{}{said}", quote(name)))
        .collect();
    parts.join(", ")
}

/// Names, quoted, with commas.
pub(super) fn list<'a>(names: impl IntoIterator<Item = &'a String>) -> String {
    names
        .into_iter()
        .map(|name| quote(name))
        .collect::<Vec<_>>()
        .join(", ")
}
