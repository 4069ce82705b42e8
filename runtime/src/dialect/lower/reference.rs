//! Foreign keys and exclusion constraints of a struct, for one flavor.
//!
//! In: what the derive wrote of them. Out: objects of the model in the spelling of inspection, or a
//! problem where an engine would accept other rows.

use super::key::{NAMED, spoken};
use super::{Lowering, action, owned};
use crate::dialect::postgres;
use crate::meta::{ExclusionMeta, ForeignKeyMeta, ForeignKeyWord, TableMeta};
use crate::model::{Engine, Exclusion, ForeignKey, Table, TableName};

impl Lowering {
    pub(super) fn foreign_keys(&mut self, meta: &TableMeta, table: &mut Table) {
        for key in meta.foreign_keys() {
            let target = self.home.name(key.target_schema, key.target_table);
            if self.elsewhere.contains(&target) {
                let engine = self.flavor.vendor;
                self.problem(format!(
                    "a foreign key of `{}` refers to `{target}`, which is not meant for {engine}\nhelp: write the same `engines(...)` on both structs",
                    table.name
                ));
            } else if !self.known.contains_key(&target) {
                self.problem(format!(
                    "a foreign key of `{}` refers to `{target}`, which is not among the given tables\nhelp: add its struct to the list",
                    table.name
                ));
            }
            let mut parts = vec![meta.name];
            parts.extend(key.columns);
            parts.push("fkey");
            let clauses = self.foreign_clauses(key, &table.name);
            table.foreign_keys.push(ForeignKey {
                name: self.name(key.name, &parts),
                columns: owned(key.columns),
                target,
                target_columns: owned(key.target_columns),
                on_delete: action(key.on_delete),
                on_update: action(key.on_update),
                clauses,
            });
        }
    }

    fn foreign_clauses(&mut self, key: &ForeignKeyMeta, table: &TableName) -> Vec<String> {
        let at = format!(
            "the foreign key of `{table}` over `{}`",
            key.columns.join("`, `")
        );
        let has = |word| key.words.contains(&word);
        let engine = self.flavor.engine();
        let mut clauses = Vec::new();
        if has(ForeignKeyWord::MatchFull) {
            if engine == Engine::Postgres {
                clauses.push("MATCH FULL".to_owned());
            } else {
                self.problem(format!(
                    "{at} is `match_full`, which {} does not check\nhelp: take it away, and write a check that all of the columns are NULL or none is",
                    self.flavor.vendor
                ));
            }
        }
        let is_deferred = has(ForeignKeyWord::InitiallyDeferred);
        match engine {
            _ if !is_deferred && !has(ForeignKeyWord::Deferrable) => {}
            Engine::MySql => self.problem(format!(
                "{at} is deferrable, and {} checks every row at once\nhelp: take `deferrable` away, and write the row referred to first",
                self.flavor.vendor
            )),
            // Every foreign key can be deferred there, by `PRAGMA defer_foreign_keys`.
            Engine::Sqlite if !is_deferred => {}
            _ if is_deferred => clauses.push("DEFERRABLE INITIALLY DEFERRED".to_owned()),
            _ => clauses.push("DEFERRABLE".to_owned()),
        }
        clauses
    }

    pub(super) fn exclusions(&mut self, meta: &TableMeta, table: &mut Table) {
        for exclusion in meta.exclusions() {
            if !self.is_for(exclusion.words) {
                continue;
            }
            let at = format!("an exclusion constraint of `{}`", meta.name);
            if self.flavor.engine() != Engine::Postgres {
                self.problem(format!(
                    "{at}: {} has none\nhelp: say where it is: `exclude(..., engines(postgres))`, and check for such rows in the code elsewhere",
                    self.flavor.vendor
                ));
                continue;
            }
            let lowered = self.exclusion(meta, exclusion, &at);
            table.exclusions.extend(lowered);
        }
    }

    fn exclusion(&mut self, meta: &TableMeta, from: &ExclusionMeta, at: &str) -> Option<Exclusion> {
        let mut elements = Vec::new();
        let mut names = vec![meta.name.to_owned()];
        for (part, operator) in from.parts {
            let part = self.part(part, true, at)?;
            names.push(spoken(&part));
            elements.push(format!("{} WITH {operator}", postgres::index_part(&part)));
        }
        names.push("excl".to_owned());
        let mut definition = format!("USING {} ({})", from.method, elements.join(", "));
        if let Some(predicate) = self.predicate(from.words, true, at) {
            definition += &format!(" WHERE ({predicate})");
        }
        for clause in self.key_clauses(from.words, at, NAMED) {
            definition += &format!(" {clause}");
        }
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        Some(Exclusion {
            name: self.name(from.name, &names),
            definition,
        })
    }
}
