//! What the server cannot tell apart, written one way.
//!
//! In: a lowered schema. Out: the schema that inspection would yield of it, as far as that is
//! known. Asks nobody: what is left, the server judges.

use super::ddl::{SEQUENCE, usual_storage};
use super::words::{key_name, serial_name};
use crate::dialect::sequence::unusual;
use crate::model::{
    AutoIncrement, Column, Engine, Name, PrimaryKey, Schema, Table, Token, USUAL, tokens,
};

/// Names of types that the catalogue spells in another way.
const SYNONYMS: &[(&str, &str)] = &[
    ("bool", "boolean"),
    ("char", "character(1)"),
    ("character", "character(1)"),
    ("decimal", "numeric"),
    ("float", "double precision"),
    ("float4", "real"),
    ("float8", "double precision"),
    ("int", "integer"),
    ("int2", "smallint"),
    ("int4", "integer"),
    ("int8", "bigint"),
    ("time", "time without time zone"),
    ("timestamp", "timestamp without time zone"),
    ("timestamptz", "timestamp with time zone"),
    ("timetz", "time with time zone"),
    ("varbit", "bit varying"),
    ("varchar", "character varying"),
];

pub(super) fn canonical(mut schema: Schema) -> Schema {
    for table in &mut schema.tables {
        if let Some(namespace) = &table.name.schema {
            schema.namespaces.push(namespace.clone());
        }
        canonical_table(table);
    }
    let mut tables = std::mem::take(&mut schema.tables);
    for column in tables.iter_mut().flat_map(|table| &mut table.columns) {
        canonical_storage(column, &schema);
    }
    schema.tables = tables;
    for sequence in &mut schema.sequences {
        sequence.options = unusual(&sequence.options, Engine::Postgres, "bigint");
    }
    for domain in &mut schema.domains {
        domain.data_type = type_name(&domain.data_type);
    }
    schema.sorted()
}

fn canonical_table(table: &mut Table) {
    if let Some(key) = &mut table.primary_key {
        name_key(key, &table.name.name);
        for column in &mut table.columns {
            column.nullable &= !key.columns.contains(&column.name);
        }
    }
    let name = &table.name.name;
    for column in &mut table.columns {
        canonical_column(column);
        canonical_numbering(name, column);
    }
    if let Some(tablespace) = table.options.get_mut("tablespace")
        && tablespace == "pg_default"
    {
        *tablespace = USUAL.to_owned();
    }
    for index in &mut table.indexes {
        if index.method.as_deref() == Some("btree") {
            index.method = None;
        }
    }
}

fn name_key(key: &mut PrimaryKey, table: &str) {
    if key.name.is_none() {
        key.name = Some(Name::implicit(key_name(table)));
    }
}

/// What the server would choose for the sequence anyway is not said.
fn canonical_numbering(table: &str, column: &mut Column) {
    let name = column.numbering.remove(SEQUENCE);
    column.numbering = unusual(&column.numbering, Engine::Postgres, &column.data_type);
    if let Some(name) = name.filter(|name| *name != serial_name(table, &column.name)) {
        column.numbering.insert(SEQUENCE.to_owned(), name);
    }
}

fn canonical_column(column: &mut Column) {
    column.data_type = type_name(&column.data_type);
    if matches!(
        column.auto_increment,
        Some(AutoIncrement::Default | AutoIncrement::Always)
    ) {
        column.nullable = false;
    }
}

fn canonical_storage(column: &mut Column, schema: &Schema) {
    let usual = usual_storage(&column.data_type, schema);
    if usual.is_some() && column.storage.as_deref() == usual {
        column.storage = Some(USUAL.to_owned());
    }
}

fn type_name(name: &str) -> String {
    // Whoever writes the words after the length writes the type in full.
    if name.ends_with(" zone") {
        return name.to_owned();
    }
    let (base, array) = match name.find("[]") {
        Some(at) => name.split_at(at),
        None => (name, ""),
    };
    let (word, length) = match base.find('(') {
        Some(at) => base.split_at(at),
        None => (base, ""),
    };
    let lower = word.trim().to_lowercase();
    let Some((_, full)) = SYNONYMS.iter().find(|(short, _)| *short == lower) else {
        return name.to_owned();
    };
    if length.is_empty() {
        return format!("{full}{array}");
    }
    // The length stands after the first word of `timestamp without time zone`.
    let full = full.strip_suffix("(1)").unwrap_or(full);
    match full.split_once(' ') {
        Some((first, rest)) if rest.ends_with("zone") => format!("{first}{length} {rest}{array}"),
        _ => format!("{full}{length}{array}"),
    }
}

/// Whether the texts are the same but for white space, case of words, and outer parentheses.
pub(super) fn is_same_expression(a: &str, b: &str) -> bool {
    a == b || words(a) == words(b)
}

fn words(text: &str) -> Vec<String> {
    let mut words: Vec<String> = tokens(text)
        .into_iter()
        .filter_map(|token| match token {
            Token::Space(_) => None,
            Token::Word(lower, _) => Some(lower),
            other => Some(other.text().to_owned()),
        })
        .collect();
    while is_wrapped(&words) {
        words.pop();
        words.remove(0);
    }
    words
}

/// Whether the first and the last word are a pair of parentheses.
fn is_wrapped(words: &[String]) -> bool {
    let mut depth = 0_usize;
    for (at, word) in words.iter().enumerate() {
        match word.as_str() {
            "(" => depth += 1,
            ")" => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth == 0 {
            return at > 0 && at + 1 == words.len();
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::{is_same_expression, type_name};

    #[test]
    fn types_are_written_as_the_catalogue_writes_them() {
        for (name, expected) in [
            ("VARCHAR(20)", "character varying(20)"),
            ("int8[]", "bigint[]"),
            ("timestamptz(3)", "timestamp(3) with time zone"),
            (
                "timestamp(3) without time zone",
                "timestamp(3) without time zone",
            ),
            ("char", "character(1)"),
            ("char(3)", "character(3)"),
            ("\"char\"", "\"char\""),
            ("numeric(10,2)", "numeric(10,2)"),
            ("Mood", "Mood"),
        ] {
            assert_eq!(type_name(name), expected);
        }
    }

    #[test]
    fn only_spelling_is_forgiven() {
        for (a, b, expected) in [
            ("a > 0", "((A>0))", true),
            ("(a) or (b)", "a) or (b", false),
            ("'A'", "'a'", false),
            ("now()", "NOW( )", true),
            ("\"A\" = 1", "a = 1", false),
        ] {
            assert_eq!(is_same_expression(a, b), expected, "{a} and {b}");
        }
    }
}
