//! A column that is numbered by its own sequence on one side, and stands beside that sequence on the other, or is not there.
//!
//! In: the sides. Out: the same with the column said in its parts where the other side says it so: a default that
//! draws from a sequence, and the sequence, which the column owns. Knows PostgreSQL's names of such sequences.

use std::collections::BTreeMap;

use crate::model::{AutoIncrement, Column, Engine, Schema, Sequence, TableName, Token, tokens};

use super::Paired;

/// The setting of a column that names its sequence.
const SEQUENCE: &str = "sequence";

/// The type of its numbers, where nobody says it.
const USUAL_TYPE: &str = "bigint";

/// PostgreSQL cuts longer names, and chooses others.
const LONGEST: usize = 63;

/// A column in its parts.
struct Parts {
    table: TableName,
    column: String,
    default: String,
    sequence: Sequence,
}

pub(super) fn take_apart(paired: &mut Paired) {
    if paired.live.flavor.engine() != Engine::Postgres {
        return;
    }
    for parts in found(&paired.live, &paired.desired) {
        parts.put_into(&mut paired.live);
    }
    for parts in found(&paired.desired, &paired.live) {
        parts.put_into(&mut paired.desired);
    }
}

/// The columns that this side numbers by a sequence which the other has for another column, or for none.
fn found(side: &Schema, other: &Schema) -> Vec<Parts> {
    let there = given_up(other, side);
    let is_there = |name: &TableName| {
        let mut sequences = other.sequences.iter().map(|own| &own.name);
        sequences.any(|own| own == name) || there.iter().any(|(.., own)| own == name)
    };
    let given_up = given_up(side, other).into_iter();
    let found = given_up.filter(|(.., name)| is_there(name));
    let parts = |(table, column, name): (&TableName, &Column, TableName)| {
        let beside = other.table(table);
        let beside = beside.and_then(|table| table.column(&column.name));
        let default = beside.and_then(|beside| beside.default.clone());
        let drawn = default.filter(|text| draws(text, &name));
        Parts {
            table: table.clone(),
            column: column.name.clone(),
            default: drawn.unwrap_or_else(|| next_value(&name)),
            sequence: Sequence {
                owned_by: Some((table.clone(), column.name.clone())),
                options: options(column),
                comment: None,
                name,
            },
        }
    };
    found.map(parts).collect()
}

/// The columns that this side numbers by a sequence of their own, and the other not at all, with the sequence.
fn given_up<'a>(side: &'a Schema, other: &Schema) -> Vec<(&'a TableName, &'a Column, TableName)> {
    let mut found = Vec::new();
    for table in &side.tables {
        let columns = table.columns.iter();
        for column in columns.filter(|own| own.auto_increment == Some(AutoIncrement::Serial)) {
            let beside = other.table(&table.name);
            let beside = beside.and_then(|beside| beside.column(&column.name));
            if beside.is_none_or(|beside| beside.auto_increment.is_none()) {
                let name = sequence_of(&table.name, column);
                found.extend(name.map(|name| (&table.name, column, name)));
            }
        }
    }
    found
}

/// The sequence that numbers the column, where its name is certain.
fn sequence_of(table: &TableName, column: &Column) -> Option<TableName> {
    let usual = || format!("{}_{}_seq", table.name, column.name);
    let name = column.numbering.get(SEQUENCE).cloned();
    let name = name.unwrap_or_else(usual);
    (name.len() <= LONGEST).then(|| table.renamed(&name))
}

/// Its settings, as a sequence of its own says them.
fn options(column: &Column) -> BTreeMap<String, String> {
    let mut options = column.numbering.clone();
    options.remove(SEQUENCE);
    if column.data_type != USUAL_TYPE {
        let given = options.entry("as".to_owned());
        given.or_insert_with(|| column.data_type.clone());
    }
    options.retain(|word, value| (word.as_str(), value.as_str()) != ("as", USUAL_TYPE));
    options
}

fn next_value(name: &TableName) -> String {
    let quote = |name: &str| format!("\"{}\"", name.replace('"', "\"\""));
    let namespace = name.schema.iter().map(|schema| quote(schema) + ".");
    let path = namespace.collect::<String>() + &quote(&name.name);
    format!("nextval('{}'::regclass)", path.replace('\'', "''"))
}

/// Whether the default is the next number of that sequence.
fn draws(default: &str, name: &TableName) -> bool {
    let plain = |text: &str| text.replace(['"', '\''], "");
    let mut texts = tokens(default).into_iter();
    default.starts_with("nextval(")
        && texts.any(|token| {
            matches!(token, Token::Text(_)) && plain(token.text()) == plain(&name.to_string())
        })
}

impl Parts {
    fn put_into(self, schema: &mut Schema) {
        let table = schema.table_mut(&self.table);
        if let Some(column) = table.and_then(|table| table.column_mut(&self.column)) {
            column.auto_increment = None;
            column.numbering = BTreeMap::new();
            column.default = Some(self.default);
        }
        schema.sequences.push(self.sequence);
        schema.sequences.sort_by(|a, b| a.name.cmp(&b.name));
    }
}
