//! How a table is kept, in the words of one engine.
//!
//! In: the options of a struct. Out: those that the engine has. What another engine alone knows is
//! left out: it tunes, and changes no row.

use super::{Lowering, column};
use crate::meta::TableMeta;
use crate::model::{
    Engine, Index, IndexPart, REPLICA_IDENTITY, Table, Target, USUAL, Unique, identity_index,
};

impl Lowering {
    pub(super) fn options(&mut self, meta: &TableMeta, table: &mut Table) {
        let engine = self.flavor.engine();
        if engine != Engine::Sqlite {
            table.comment = meta.comment().map(column::comment);
        }
        for option in meta.options() {
            let (name, value) = (option.name, option.value);
            let stated = match (engine, option.word) {
                (Engine::Postgres, "storage" | "unlogged" | "tablespace" | REPLICA_IDENTITY)
                | (Engine::Sqlite, "strict" | "without_rowid")
                | (Engine::MySql, "engine") => (name, value.to_owned()),
                (Engine::MySql, "row_format") => (name, value.to_uppercase()),
                (Engine::MySql, "collation" | "charset") => ("collation", value.to_owned()),
                _ => continue,
            };
            let is_flag = ["unlogged", "strict", "without_rowid"].contains(&option.word);
            let value = match stated.1.as_str() {
                "false" if is_flag => USUAL.to_owned(),
                "default" if option.word == REPLICA_IDENTITY => USUAL.to_owned(),
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

    /// Replicas know a row by an index only if each row has values there that no other has.
    pub(super) fn check_replica_identity(&mut self, table: &Table) {
        let Some(name) = identity_index(&table.options) else {
            return;
        };
        let problem = |reason: &str, way_out: &str| {
            format!("table `{}`: {reason}\nhelp: {way_out}", table.name)
        };
        let has_value = |column: &str| {
            let found = table.column(column);
            found.is_some_and(|column| !column.nullable)
        };
        let of_indexes = table.indexes.iter().filter(|own| own.name.text() == name);
        let is_valued = |part: &IndexPart| match &part.target {
            Target::Column(column) => has_value(column),
            Target::Expression(_) => false,
        };
        let is_known =
            |own: &Index| own.unique && own.predicate.is_none() && own.parts.iter().all(is_valued);
        let of_uniques = table.uniques.iter().filter(|own| own.name.text() == name);
        let is_deferrable = |clause: &String| clause.starts_with("DEFERRABLE");
        let is_told = |own: &Unique| {
            !own.clauses.iter().any(is_deferrable)
                && own.columns.iter().all(|column| has_value(column))
        };
        let key = table.primary_key.iter();
        let mut key = key.filter_map(|key| key.name.as_ref());
        let mut found = of_indexes.map(is_known).chain(of_uniques.map(is_told));
        if table.partitioning.is_some() {
            self.problem(problem(
                "rows that are divided are known by the index of each partition, which has a name of its own",
                "write `replica_identity = full`, or take the word away",
            ));
        } else if !key.any(|own| own.text() == name) {
            match found.next() {
                Some(true) => {}
                Some(false) => self.problem(problem(
                    &format!("no replica knows a row by the index `{name}`, where values may be NULL or there twice"),
                    "name a unique index without `where` over fields that are no `Option`",
                )),
                None => self.problem(problem(
                    &format!("there is no index `{name}` by which replicas could know a row"),
                    "write the name of an `index` or a `unique` of the struct",
                )),
            }
        }
    }
}
