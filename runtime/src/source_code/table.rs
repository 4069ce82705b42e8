//! A table as a struct.
//!
//! In: a table. Out: the text of its struct, and what the struct cannot say.

use super::words::{Word, attributes, documentation, literal, remark};
use super::{Scene, names};
use crate::model::{Engine, ForeignKey, REPLICA_IDENTITY, Table, USUAL, index_in};

impl Scene<'_> {
    /// The enums of the table's columns, and its struct.
    pub(super) fn table(&self, table: &Table, gaps: &mut Vec<String>) -> String {
        let Some(home) = self.tables.get(&table.name) else {
            return String::new();
        };
        let mut missing = Vec::new();
        let mut words = Vec::new();
        if !names::is_table_of(&home.rust, &table.name.name) {
            words.push(Word::text("name", &table.name.name));
        }
        if let Some(schema) = &table.name.schema {
            words.push(Word::text("schema", schema));
        }
        self.options(table, &mut words, &mut missing);
        match self.primary_key(table) {
            Ok(word) => words.extend(word),
            Err(gap) => missing.push(gap),
        }
        let (keys, gaps_of_keys) = self.keys(table);
        words.extend(keys);
        missing.extend(gaps_of_keys);
        let (own, of_fields) = self.foreign_keys(table, &mut missing);
        words.extend(own);
        for check in &table.checks {
            // The values of an enum are a check of its own on SQLite.
            match Self::check(check) {
                Ok(word) => words.push(word),
                Err(gap) => missing.push(gap),
            }
        }
        for exclusion in &table.exclusions {
            match self.exclusion(table, exclusion) {
                Some(word) => words.push(word),
                None => missing.push(format!(
                    "exclusion constraint `{}` {}",
                    exclusion.name, exclusion.definition
                )),
            }
        }
        let commented = table.constraint_comments.keys();
        missing.extend(commented.map(|name| format!("the comment of constraint `{name}`")));
        match self.partitions(table) {
            Ok(own) => words.extend(own),
            Err(gap) => missing.push(gap),
        }
        let mut out = self.column_enums(table);
        out += &documentation(table.comment.as_ref(), "");
        let fields = self.struct_fields(table, &of_fields, &mut missing);
        for text in &missing {
            out += &remark(&format!("Not said here: {text}"), "");
            gaps.push(format!("table `{}`: {text}", table.name));
        }
        out += "#[derive(trueup::Table)]\n";
        out += &attributes("table", &words, "");
        out += &format!("pub struct {} {{\n{fields}}}\n", home.rust);
        out
    }

    fn struct_fields(
        &self,
        table: &Table,
        references: &[(usize, Word)],
        missing: &mut Vec<String>,
    ) -> String {
        let mut out = String::new();
        let has_key = matches!(self.primary_key(table), Ok(None)) && self.has_key_in_order(table);
        for (at, column) in table.columns.iter().enumerate() {
            let field = self.field(table, &column.name);
            let of = self.field_type(&table.name, column);
            let mut words = Vec::new();
            if !names::is_column_of(&field, &column.name) {
                words.push(Word::text("name", &column.name));
            }
            let is_in_key = table.is_in_primary_key(&column.name);
            if is_in_key && has_key {
                words.push(Word::new("primary_key"));
            }
            words.extend(self.column_words(column, &of));
            let own = references.iter().filter(|(position, _)| *position == at);
            words.extend(own.map(|(_, word)| word.clone()));
            if is_in_key && column.nullable && column.auto_increment.is_none() {
                missing.push(format!(
                    "`{}` may be NULL, and is in the primary key",
                    column.name
                ));
            }
            let rust = if column.nullable && !is_in_key {
                format!("Option<{}>", of.rust)
            } else {
                of.rust
            };
            out += &documentation(column.comment.as_ref(), "    ");
            out += &attributes("column", &words, "    ");
            out += &format!("    pub {field}: {rust},\n");
        }
        out
    }

    /// The foreign keys of the struct, and those of its fields by the position of the field.
    fn foreign_keys(
        &self,
        table: &Table,
        missing: &mut Vec<String>,
    ) -> (Vec<Word>, Vec<(usize, Word)>) {
        let (mut own, mut of_fields): (Vec<Word>, Vec<(usize, Word)>) = (Vec::new(), Vec::new());
        let position = |key: &ForeignKey| {
            let [only] = &key.columns[..] else {
                return None;
            };
            table.columns.iter().position(|column| column.name == *only)
        };
        for key in &table.foreign_keys {
            let free = position(key).filter(|at| !of_fields.iter().any(|(other, _)| other == at));
            match (self.foreign_key(table, key, free.is_some()), free) {
                (Ok(word), Some(at)) => of_fields.push((at, word)),
                (Ok(word), None) => own.push(word),
                (Err(gap), _) => missing.push(gap),
            }
        }
        (own, of_fields)
    }

    /// How the table is kept.
    fn options(&self, table: &Table, words: &mut Vec<Word>, missing: &mut Vec<String>) {
        if let Some(comment) = table.comment.as_ref().filter(|text| *text != USUAL) {
            words.push(Word::text("comment", comment));
        }
        let mut storage = Vec::new();
        for (name, value) in table.options.iter().filter(|(_, value)| *value != USUAL) {
            match (self.engine(), name.as_str()) {
                (Engine::Sqlite, "strict" | "without_rowid") | (Engine::Postgres, "unlogged") => {
                    words.push(Word::new(name.as_str()));
                }
                (Engine::Postgres, "tablespace") | (Engine::MySql, "engine" | "collation") => {
                    words.push(Word::text(name, value));
                }
                (Engine::Postgres, REPLICA_IDENTITY) => words.push(match index_in(value) {
                    Some(index) => Word::text(name, index),
                    None => Word::new(format!("{name} = {value}")),
                }),
                (Engine::MySql, "row_format") => {
                    words.push(Word::text(name, &value.to_lowercase()));
                }
                (Engine::Postgres, _) => storage.push(super::key::setting(name, value)),
                _ => missing.push(format!("its option {name} = {}", literal(value))),
            }
        }
        if !storage.is_empty() {
            words.push(Word::with("storage", storage));
        }
    }
}
