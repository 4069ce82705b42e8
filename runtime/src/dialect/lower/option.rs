//! How a table is kept, in the words of one engine.
//!
//! In: the options of a struct. Out: those that the engine has. What another engine alone knows is
//! left out: it tunes, and changes no row.

use super::{Lowering, column};
use crate::meta::TableMeta;
use crate::model::{Engine, Table, USUAL};

impl Lowering {
    pub(super) fn options(&mut self, meta: &TableMeta, table: &mut Table) {
        let engine = self.flavor.engine();
        if engine != Engine::Sqlite {
            table.comment = meta.comment().map(column::comment);
        }
        for option in meta.options() {
            let (name, value) = (option.name, option.value);
            let stated = match (engine, option.word) {
                (Engine::Postgres, "storage" | "unlogged" | "tablespace")
                | (Engine::Sqlite, "strict" | "without_rowid")
                | (Engine::MySql, "engine") => (name, value.to_owned()),
                (Engine::MySql, "row_format") => (name, value.to_uppercase()),
                (Engine::MySql, "collation" | "charset") => ("collation", value.to_owned()),
                _ => continue,
            };
            let is_flag = ["unlogged", "strict", "without_rowid"].contains(&option.word);
            let value = match stated.1.as_str() {
                "false" if is_flag => USUAL.to_owned(),
                _ => stated.1,
            };
            table.options.insert(stated.0.to_owned(), value);
        }
        if table.is_strict() {
            table.take_strict_types();
            if let Some(column) = table.loose_column() {
                self.problem(format!(
                    "column `{}.{}`: a STRICT table of SQLite has no type `{}`\nhelp: write `sql_type(sqlite = \"...\")` with INTEGER, REAL, TEXT, BLOB or ANY",
                    table.name, column.name, column.data_type
                ));
            }
        }
    }
}
