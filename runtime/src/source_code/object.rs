//! Enums, and what stands beside the tables.
//!
//! In: enum types, enum columns, domains, sequences, extensions. Out: enums that are derived, and calls of
//! the macros.

use std::collections::BTreeSet;

use super::words::{Word, attributes, documentation, literal};
use super::{Scene, names};
use crate::model::{Domain, EnumType, Extension, Sequence, Table, enum_values};

impl Scene<'_> {
    /// An enum type.
    pub(super) fn enum_type(&self, item: &EnumType) -> String {
        let rust = self.enums.get(&item.name).cloned().unwrap_or_default();
        let mut words = vec![Word::text("name", &item.name.name)];
        if let Some(schema) = &item.name.schema {
            words.push(Word::text("schema", schema));
        }
        if let Some(comment) = &item.comment {
            words.push(Word::text("comment", comment));
        }
        documentation(item.comment.as_ref(), "") + &declared(&rust, words, &item.values)
    }

    /// The enums of columns whose values are in their type (MySQL and MariaDB).
    pub(super) fn column_enums(&self, table: &Table) -> String {
        let mut out = String::new();
        for column in &table.columns {
            let rust = self.column_enum(&table.name, &column.name);
            if let (Some(rust), Some(values)) = (rust, enum_values(&column.data_type)) {
                out += &declared(&rust, Vec::new(), &values);
                out.push('\n');
            }
        }
        out
    }
}

fn declared(rust: &str, mut words: Vec<Word>, values: &[String]) -> String {
    let mut taken = BTreeSet::new();
    let variants: Vec<(String, &String)> = values
        .iter()
        .map(|value| (names::free(&names::of_type(value), &mut taken), value))
        .collect();
    let is_by_rule = variants
        .iter()
        .all(|(variant, value)| names::is_value_of(variant, value));
    if is_by_rule {
        words.push(Word::text("rename_all", "snake_case"));
    }
    let mut out = String::from("#[derive(Clone, Copy, Debug, PartialEq, Eq, trueup::Enum)]\n");
    out += &attributes("enumeration", &words, "");
    out += &format!("pub enum {rust} {{\n");
    for (variant, value) in variants {
        if !is_by_rule && variant != *value {
            out += &attributes("enumeration", &[Word::text("name", value)], "    ");
        }
        out += &format!("    {variant},\n");
    }
    out + "}\n"
}

/// An extension. Its version is the server's matter.
pub(super) fn extension(item: &Extension) -> String {
    call("extension", &[literal(&item.name)])
}

/// A namespace without a table.
pub(super) fn namespace(name: &str) -> String {
    call("schema", &[literal(name)])
}

/// A sequence of its own.
pub(super) fn sequence(item: &Sequence) -> Result<String, String> {
    if let Some((table, column)) = &item.owned_by {
        return Err(format!(
            "sequence `{}`: it goes with `{table}.{column}`",
            item.name
        ));
    }
    let mut arguments = vec![literal(&item.name.name)];
    for (name, value) in &item.options {
        arguments.push(match (name.as_str(), value.as_str()) {
            ("as", "smallint") => "type = i16".to_owned(),
            ("as", "integer") => "type = i32".to_owned(),
            ("as", "bigint") => "type = i64".to_owned(),
            ("minimum", value) => format!("min = {value}"),
            ("maximum", value) => format!("max = {value}"),
            ("start" | "increment" | "cache" | "cycle", value) => format!("{name} = {value}"),
            _ => {
                return Err(format!(
                    "sequence `{}`: its option {name} = {value}",
                    item.name
                ));
            }
        });
    }
    arguments.extend(placed(item.name.schema.as_ref(), item.comment.as_ref()));
    Ok(call("sequence", &arguments))
}

/// A domain.
pub(super) fn domain(item: &Domain) -> Result<String, String> {
    let mut arguments = vec![literal(&item.name.name), literal(&item.data_type)];
    for check in &item.checks {
        if let Some(clause) = check.clauses.first() {
            return Err(format!("domain `{}`: `{clause}` of a check", item.name));
        }
        arguments.push(format!(
            "check(name = {}, {})",
            literal(check.name.text()),
            literal(&check.expression)
        ));
    }
    if !item.nullable {
        arguments.push("not_null".to_owned());
    }
    if let Some(default) = &item.default {
        arguments.push(format!("default = sql({})", literal(default)));
    }
    if let Some(collation) = &item.collation {
        arguments.push(format!("collation = {}", literal(collation)));
    }
    arguments.extend(placed(item.name.schema.as_ref(), item.comment.as_ref()));
    Ok(call("domain", &arguments))
}

fn placed(schema: Option<&String>, comment: Option<&String>) -> Vec<String> {
    let words = [("schema", schema), ("comment", comment)];
    words
        .into_iter()
        .filter_map(|(word, text)| Some(format!("{word} = {}", literal(text?))))
        .collect()
}

/// A call of a macro, on one line if it fits.
fn call(name: &str, arguments: &[String]) -> String {
    let line = arguments.join(", ");
    if line.chars().count() <= 60 {
        return format!("trueup::{name}!({line});\n");
    }
    format!("trueup::{name}!(\n    {}\n);\n", arguments.join(",\n    "))
}
