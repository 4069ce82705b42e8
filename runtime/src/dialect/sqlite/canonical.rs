//! One form for what SQLite cannot tell apart.
//!
//! In: a schema from structs or from the catalogue. Out: the same with one spelling of types,
//! expressions and names.
//!
//! SQLite keeps the name of a constraint and does nothing with it, except that a check that fails
//! says its name. So foreign keys and unique constraints are named here after their columns,
//! whatever name was written, and only checks keep a name that somebody chose.

use std::collections::{BTreeMap, BTreeSet};

use sha2::{Digest, Sha256};

use super::lexer::{Lexeme, is_bare_name, lex};
use super::{integer_key, quote, rowid_column, spell};
use crate::model::{AutoIncrement, Name, Schema, Table, Target};

/// Table option: `WITHOUT ROWID`.
pub(crate) const WITHOUT_ROWID: &str = "without_rowid";

/// Brings the schema to its one form.
pub(crate) fn schema(mut schema: Schema) -> Schema {
    schema.namespaces.clear();
    let keys: Vec<_> = schema
        .tables
        .iter()
        .map(|table| {
            let key = table.primary_key.as_ref();
            let columns = key.map_or_else(Vec::new, |key| key.columns.clone());
            (table.name.name.to_lowercase(), columns)
        })
        .collect();
    // There are few types, and many columns.
    let mut types = BTreeMap::new();
    for table in &mut schema.tables {
        without_main(&mut table.name.schema);
        for key in &mut table.foreign_keys {
            without_main(&mut key.target.schema);
            let wanted = key.target.name.to_lowercase();
            if key.target_columns.is_empty()
                && let Some((_, columns)) = keys.iter().find(|(name, _)| *name == wanted)
            {
                key.target_columns.clone_from(columns);
            }
        }
        columns(table, &mut types);
        expressions(table);
        names(table);
    }
    schema.sorted()
}

/// The type in upper case, with one spacing except after a comma: there both ways are usual.
pub(crate) fn data_type(text: &str) -> String {
    let mut spelled = String::new();
    let mut end = 0;
    let mut is_tight = true;
    for lexeme in lex(text) {
        let is_one_of = |symbols: &[&str]| symbols.iter().any(|symbol| lexeme.is_symbol(symbol));
        let is_apart = !is_tight || (spelled.ends_with(',') && lexeme.at > end);
        if is_apart && !is_one_of(&["(", ")", ","]) {
            spelled.push(' ');
        }
        spelled.push_str(&lexeme.text.to_uppercase());
        end = lexeme.at + lexeme.text.len();
        is_tight = is_one_of(&["(", ",", "+", "-"]);
    }
    spelled
}

/// The name of a check that nobody named: the same for the same tokens.
pub(crate) fn check_name(expression: &str) -> String {
    let digest = Sha256::digest(spell::key(expression).join("\n").as_bytes());
    let hex: String = digest[..4]
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    format!("{CHECK_PREFIX}{hex}")
}

/// Whether the name of a check comes from [`check_name`], and so says nothing.
pub(crate) fn is_computed_check_name(name: &str) -> bool {
    name.strip_prefix(CHECK_PREFIX)
        .is_some_and(|hex| hex.len() >= 8 && hex.chars().all(|c| c.is_ascii_hexdigit() || c == '_'))
}

const CHECK_PREFIX: &str = "check_";

fn without_main(schema: &mut Option<String>) {
    if schema.as_deref() == Some("main") {
        *schema = None;
    }
}

fn columns(table: &mut Table, types: &mut BTreeMap<String, String>) {
    table.comment = None;
    if let Some(key) = &mut table.primary_key {
        key.name = None;
    }
    for column in &mut table.columns {
        let written = std::mem::take(&mut column.data_type);
        column.data_type = match types.get(&written) {
            Some(spelled) => spelled.clone(),
            None => {
                let spelled = data_type(&written);
                types.insert(written, spelled.clone());
                spelled
            }
        };
        column.comment = None;
        column.on_update = None;
        column.default = column.default.as_deref().map(spell::default);
        column.auto_increment = column.auto_increment.map(|_| AutoIncrement::Default);
        column.collation = column
            .collation
            .take()
            .map(|name| name.to_uppercase())
            .filter(|name| name != "BINARY");
    }
    keys(table);
    // The rowid is never NULL, nor is a key in tables of these kinds, whatever the text says.
    let is_strict_key = table.is_strict() || table.is_set(WITHOUT_ROWID);
    let required: Vec<String> = match (rowid_column(table), &table.primary_key) {
        (Some(column), _) => vec![column.to_owned()],
        (None, Some(key)) if is_strict_key => key.columns.clone(),
        _ => Vec::new(),
    };
    for column in &mut table.columns {
        if required.contains(&column.name) {
            column.nullable = false;
        }
    }
}

/// The words for a collation.
pub(crate) fn collate(name: &str) -> String {
    let name = name.to_uppercase();
    match is_bare_name(&name) {
        true => format!("COLLATE {name}"),
        false => format!("COLLATE {}", quote(&name)),
    }
}

/// What the columns of keys are collated by, where nothing else is said of them.
fn collations(table: &Table) -> BTreeMap<String, String> {
    let columns = table.columns.iter();
    let collations = columns
        .filter_map(|column| Some((column.name.clone(), collate(column.collation.as_ref()?))));
    collations.collect()
}

/// What is said of the columns of keys, in one spelling, without what they would be anyway.
fn keys(table: &mut Table) {
    let collations = collations(table);
    // SQLite takes no collation for the order of numbers that are the whole key.
    let is_number = integer_key(table).is_some();
    let respell = |said: &mut BTreeMap<String, String>, is_number: bool| {
        for (column, words) in said.iter_mut() {
            let own = collations
                .get(column)
                .map_or(USUAL_COLLATION, String::as_str);
            *words = spelled_part(words, own, is_number);
        }
        said.retain(|_, words| !words.is_empty());
    };
    if let Some(key) = &mut table.primary_key {
        respell(&mut key.said, is_number);
    }
    for unique in &mut table.uniques {
        respell(&mut unique.said, false);
    }
}

const USUAL_COLLATION: &str = "COLLATE BINARY";

fn spelled_part(words: &str, own: &str, is_number: bool) -> String {
    let mut spelled = String::new();
    let lexemes = lex(words);
    let mut lexemes = lexemes.iter();
    while let Some(lexeme) = lexemes.next() {
        if lexeme.is_word("COLLATE") {
            let name = lexemes.next().and_then(Lexeme::name);
            let words = collate(&name.unwrap_or_default());
            if words != own && !is_number {
                spelled = format!(" {words}{spelled}");
            }
        } else if lexeme.is_word("DESC") {
            spelled.push_str(" DESC");
        } else if !lexeme.is_word("ASC") {
            spelled.push_str(&format!(" {}", lexeme.text));
        }
    }
    spelled
}

fn expressions(table: &mut Table) {
    let collations = collations(table);
    let names: Vec<String> = table
        .columns
        .iter()
        .map(|column| column.name.clone())
        .collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let respell = |text: &mut String| *text = spell::expression(text, &names);
    for column in &mut table.columns {
        if let Some(generated) = &mut column.generated {
            respell(&mut generated.expression);
        }
    }
    for check in &mut table.checks {
        respell(&mut check.expression);
    }
    for index in &mut table.indexes {
        index.predicate.iter_mut().for_each(respell);
        for part in &mut index.parts {
            let own = match &mut part.target {
                Target::Expression(text) => {
                    respell(text);
                    None
                }
                Target::Column(name) => collations.get(name),
            };
            let own = own.map_or(USUAL_COLLATION, String::as_str);
            part.clauses.retain(|clause| clause != own);
        }
    }
}

fn names(table: &mut Table) {
    table.foreign_keys.sort_by(|a, b| {
        let content = |key: &crate::model::ForeignKey| {
            (
                key.columns.clone(),
                key.target.clone(),
                key.target_columns.clone(),
                key.on_delete.sql(),
                key.on_update.sql(),
                key.clauses.clone(),
            )
        };
        content(a).cmp(&content(b))
    });
    let mut taken = BTreeSet::new();
    for key in &mut table.foreign_keys {
        key.name = Name::implicit(free(&mut taken, &format!("{}_fkey", key.columns.join("_"))));
    }
    table
        .uniques
        .sort_by(|a, b| (&a.columns, &a.said).cmp(&(&b.columns, &b.said)));
    let mut taken = BTreeSet::new();
    for unique in &mut table.uniques {
        let name = format!("{}_key", unique.columns.join("_"));
        let name = free(&mut taken, &name);
        // What was read of a database is no index, and stays what it is.
        unique.name = match unique.name.text() == name && !unique.name.is_implicit() {
            true => Name::chosen(name),
            false => Name::implicit(name),
        };
    }
    let mut taken: BTreeSet<String> = BTreeSet::new();
    for check in &mut table.checks {
        let is_chosen = !check.name.is_implicit()
            && !check.name.text().is_empty()
            && !is_computed_check_name(check.name.text())
            && taken.insert(check.name.text().to_owned());
        if !is_chosen {
            let name = free(&mut taken, &check_name(&check.expression));
            check.name = Name::implicit(name);
        }
    }
}

/// The name, numbered where it is taken.
fn free(taken: &mut BTreeSet<String>, name: &str) -> String {
    let mut candidate = name.to_owned();
    let mut number = 2;
    while !taken.insert(candidate.clone()) {
        candidate = format!("{name}_{number}");
        number += 1;
    }
    candidate
}

#[cfg(test)]
mod tests {
    use super::{check_name, data_type, is_computed_check_name, schema};
    use crate::model::{
        Check, Column, Flavor, Name, PrimaryKey, Schema, Table, TableName, Vendor, Version,
    };

    #[test]
    fn a_type_has_one_spelling() {
        for (text, spelled) in [
            ("integer", "INTEGER"),
            ("Decimal ( 10 , 2 )", "DECIMAL(10, 2)"),
            ("decimal(10,2)", "DECIMAL(10,2)"),
            ("unsigned  big int", "UNSIGNED BIG INT"),
            ("", ""),
        ] {
            assert_eq!(data_type(text), spelled);
        }
    }

    #[test]
    fn the_name_of_a_check_follows_its_tokens() {
        assert_eq!(check_name("a > 0"), check_name("(\"A\">0)"));
        assert_ne!(check_name("a > 0"), check_name("a > 1"));
        assert!(is_computed_check_name(&check_name("a > 0")));
        assert!(!is_computed_check_name("check_balance"));
    }

    #[test]
    fn the_rowid_is_never_null_and_names_of_keys_do_not_count() {
        let mut before = Schema::new(Flavor::new(Vendor::Sqlite, Version(3, 46, 0)));
        before.tables.push(Table {
            columns: vec![Column::new("id", "integer"), Column::new("age", "int")],
            primary_key: Some(PrimaryKey {
                name: Some(Name::chosen("t_pkey")),
                columns: vec!["id".to_owned()],
                ..PrimaryKey::default()
            }),
            checks: vec![Check {
                name: Name::chosen("adult"),
                expression: "(AGE>17)".to_owned(),
                clauses: Vec::new(),
            }],
            ..Table::new(TableName::within(Some("main"), "t"))
        });
        let after = schema(before);
        let table = after.table(&TableName::new("t")).expect("the table");
        assert!(!table.columns[0].nullable);
        assert!(table.columns[1].nullable);
        assert_eq!(table.primary_key.as_ref().expect("a key").name, None);
        assert_eq!(table.checks[0].name, Name::chosen("adult"));
        assert_eq!(table.checks[0].expression, "\"age\" > 17");
        assert_eq!(schema(after.clone()), after, "a fixed point");
    }
}
