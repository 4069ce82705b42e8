//! Rules about primary keys, unique keys and indexes.
//!
//! In: words on fields and on the struct. Out: keys over columns. Does not know types.

use proc_macro2::{Ident, Span};
use syn::ext::IdentExt;

use super::Named;
use crate::attr;
use crate::errors::{Errors, suggestion};
use crate::input::Input;
use crate::model::{Key, KeyColumn};

/// The keys of a table.
pub(super) struct Keys {
    /// The columns of the primary key, each with the word that made it one.
    pub(super) primary: Vec<(String, Span)>,
    pub(super) uniques: Vec<Key>,
    pub(super) indexes: Vec<Key>,
}

impl Keys {
    /// Whether no two rows share a value of this column.
    pub(super) fn has_sole(&self, column: &str) -> bool {
        matches!(&*self.primary, [(only, _)] if only == column)
            || self
                .uniques
                .iter()
                .any(|unique| matches!(&*unique.columns, [only] if only.name == column))
    }
}

/// Gathers the keys of the fields and of the struct.
pub(super) fn keys(input: &Input, columns: &[Named], errors: &mut Errors) -> Keys {
    let primary = primary_key(input, columns, errors);
    redundant(columns, &primary, errors);
    let mut keys = Keys {
        primary,
        uniques: on_fields(columns, |words| words.unique),
        indexes: on_fields(columns, |words| words.index),
    };
    for unique in &input.words.uniques {
        let key = over(input, unique, columns, errors);
        add(&mut keys.uniques, key, unique.word, "unique key", errors);
    }
    for index in &input.words.indexes {
        let key = over(input, index, columns, errors);
        add(&mut keys.indexes, key, index.word, "index", errors);
    }
    keys
}

fn primary_key(input: &Input, columns: &[Named], errors: &mut Errors) -> Vec<(String, Span)> {
    let on_fields: Vec<_> = columns
        .iter()
        .filter_map(|column| Some((column.name.text.clone(), column.field.words.primary_key?)))
        .collect();
    let Some(on_table) = &input.words.primary_key else {
        return on_fields;
    };
    if let Some((_, span)) = on_fields.first() {
        errors.add(
            *span,
            "the table has its primary key in `#[table(primary_key(...))]`\nhelp: declare it in one place",
        );
    }
    let key = over(input, on_table, columns, errors);
    let spans = on_table.fields.iter().map(|field| field.ident.span());
    key.columns
        .into_iter()
        .map(|column| column.name)
        .zip(spans)
        .collect()
}

/// Refuses a second key over the column that is the primary key, and an index beside a unique key.
fn redundant(columns: &[Named], primary: &[(String, Span)], errors: &mut Errors) {
    for column in columns {
        let words = &column.field.words;
        let is_primary = matches!(primary, [(only, _)] if *only == column.name.text);
        let (span, word, beside) = match (words.unique, words.index) {
            (Some(span), _) if is_primary => (span, "unique", "primary_key"),
            (_, Some(span)) if is_primary => (span, "index", "primary_key"),
            (Some(_), Some(span)) => (span, "index", "unique"),
            _ => continue,
        };
        errors.add(
            span,
            format!(
                "`{word}` adds nothing to `{beside}`, which has an index of its own\nhelp: take `{word}` away"
            ),
        );
    }
}

fn on_fields(columns: &[Named], word: impl Fn(&attr::ColumnWords) -> Option<Span>) -> Vec<Key> {
    columns
        .iter()
        .filter(|column| word(&column.field.words).is_some())
        .map(|column| Key {
            name: None,
            columns: vec![KeyColumn {
                name: column.name.text.clone(),
                is_descending: false,
            }],
        })
        .collect()
}

/// Turns the fields of a key into columns.
fn over(input: &Input, key: &attr::Key, columns: &[Named], errors: &mut Errors) -> Key {
    let mut named = Vec::new();
    let mut seen: Vec<Ident> = Vec::new();
    for field in &key.fields {
        let ident = field.ident.unraw();
        if seen.contains(&ident) {
            errors.add(
                field.ident.span(),
                format!("duplicate `{ident}`\nhelp: name each field once"),
            );
        }
        seen.push(ident);
        named.push(KeyColumn {
            name: column(input, &field.ident, columns, errors),
            is_descending: field.is_descending,
        });
    }
    Key {
        name: key.name.as_ref().map(|name| name.text.clone()),
        columns: named,
    }
}

/// The column of a field; its own name where there is none.
pub(super) fn column(
    input: &Input,
    ident: &Ident,
    columns: &[Named],
    errors: &mut Errors,
) -> String {
    let wanted = ident.unraw();
    if let Some(column) = columns
        .iter()
        .find(|column| column.field.ident.unraw() == wanted)
    {
        return column.name.text.clone();
    }
    let is_skipped = input
        .fields
        .iter()
        .any(|field| field.ident.unraw() == wanted);
    let message = if is_skipped {
        format!("the field `{wanted}` is skipped and has no column\nhelp: take `skip` away from it")
    } else if let Some(column) = columns.iter().find(|column| wanted == column.name.text) {
        format!(
            "`{wanted}` is a column, and fields are named here\nhelp: write `{}`",
            column.field.ident.unraw()
        )
    } else {
        let fields: Vec<_> = columns
            .iter()
            .map(|column| column.field.ident.unraw().to_string())
            .collect();
        format!(
            "`{}` has no field `{wanted}`\n{}",
            input.ident,
            suggestion(&wanted.to_string(), &fields)
        )
    };
    errors.add(ident.span(), message);
    wanted.to_string()
}

fn add(keys: &mut Vec<Key>, key: Key, word: Span, kind: &str, errors: &mut Errors) {
    if keys.iter().any(|other| other.columns == key.columns) {
        errors.add(
            word,
            format!("duplicate {kind}: there is one over the same columns\nhelp: keep one of them"),
        );
    }
    keys.push(key);
}
