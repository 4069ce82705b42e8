//! Rules about names.
//!
//! In: what is declared and what sqlx will look for. Out: the name of each column, and the names
//! that are unusable, taken or contradictory. Does not know keys beyond their names.

use std::collections::BTreeMap;

use proc_macro2::Span;
use syn::ext::IdentExt;

use super::Named;
use crate::attr::Name;
use crate::errors::Errors;
use crate::input::{Input, InputField};
use crate::naming;

/// The table's name, declared or not.
pub(super) fn table_name(input: &Input) -> String {
    match &input.words.name {
        Some(name) => name.text.clone(),
        None => naming::table_name(&input.ident.unraw().to_string()),
    }
}

/// The columns and their names.
pub(super) fn columns<'a>(input: &'a Input, errors: &mut Errors) -> Vec<Named<'a>> {
    if let (Some((ours, span)), Some((theirs, _))) = (input.words.rename_all, input.sqlx.rename_all)
        && ours != theirs
    {
        errors.add(
            span,
            "`rename_all` contradicts the one of `#[sqlx]`\nhelp: keep the one of `#[sqlx]`, it counts here too",
        );
    }
    let columns: Vec<_> = input
        .fields
        .iter()
        .filter(|field| field.is_column())
        .map(|field| Named {
            field,
            name: column_name(input, field, errors),
        })
        .collect();
    let has_parts = input
        .fields
        .iter()
        .any(|field| field.words.flatten.is_some());
    if columns.is_empty() && !has_parts {
        errors.add(
            input.ident.span(),
            "a table needs at least one column\nhelp: add a field, such as `id: i64`",
        );
    }
    let mut taken = BTreeMap::new();
    for column in &columns {
        usable(&column.name, errors);
        let field = column.field.ident.unraw();
        if let Some(first) = taken.insert(&column.name.text, field.clone()) {
            errors.add(
                column.name.span,
                format!(
                    "the fields `{first}` and `{field}` are both the column `{}`\nhelp: give one of them another `name`",
                    column.name.text
                ),
            );
        }
    }
    columns
}

/// The names of the table and its namespace.
pub(super) fn table(input: &Input, errors: &mut Errors) {
    let span = input.words.name.as_ref().map(|name| name.span);
    usable(
        &Name {
            text: table_name(input),
            span: span.unwrap_or_else(|| input.ident.span()),
        },
        errors,
    );
    if let Some(schema) = &input.words.schema {
        usable(schema, errors);
    }
}

/// The names of indexes and constraints: each engine keeps either kind apart, and PostgreSQL keeps
/// an index beside its table.
pub(super) fn keys(input: &Input, errors: &mut Errors) {
    let words = &input.words;
    let fields = || input.fields.iter().map(|field| &field.words);
    let of_fields = fields().flat_map(|words| words.index.iter().chain(&words.unique));
    let of_struct = words.indexes.iter().chain(&words.uniques);
    let of_struct = of_struct.chain(&words.primary_key).chain(&words.exclusions);
    let indexes = of_fields
        .chain(of_struct)
        .filter_map(|key| key.name.as_ref());
    let checks = fields().flat_map(|words| &words.checks);
    let checks = checks
        .chain(&words.checks)
        .filter_map(|check| check.name.as_ref());
    let of_fields = fields().map(|words| &words.reference_words);
    let of_struct = words.foreign_keys.iter().map(|key| &key.words);
    let references = of_fields
        .chain(of_struct)
        .filter_map(|words| words.name.as_ref());
    let table = table_name(input);
    for name in indexes.clone().filter(|name| name.text == table) {
        errors.add(
            name.span,
            format!(
                "an index cannot have the name of its table, `{table}`\nhelp: give it another `name`"
            ),
        );
    }
    once(indexes, "index", errors);
    once(checks, "check", errors);
    once(references, "foreign key", errors);
}

/// Former names of the table and of its columns.
pub(super) fn renames(input: &Input, columns: &[Named], errors: &mut Errors) {
    let table = table_name(input);
    let mut seen = Vec::new();
    for old in &input.words.renamed_from {
        stored(old, errors);
        if old.text == table {
            renamed_from_itself(old, "table", errors);
        }
        listed_once(old, &mut seen, errors);
    }
    let mut seen = Vec::new();
    for column in columns {
        for old in &column.field.words.renamed_from {
            stored(old, errors);
            if old.text == column.name.text {
                renamed_from_itself(old, "column", errors);
            } else if columns.iter().any(|other| other.name.text == old.text) {
                errors.add(
                    old.span,
                    format!(
                        "the column `{}` is still there, so nothing was renamed from it\nhelp: take its field away, or this `renamed_from`",
                        old.text
                    ),
                );
            }
            listed_once(old, &mut seen, errors);
        }
    }
}

/// Columns that may be dropped.
pub(super) fn dropped(input: &Input, columns: &[Named], errors: &mut Errors) {
    let mut seen = Vec::new();
    for old in &input.words.dropped {
        stored(old, errors);
        listed_once(old, &mut seen, errors);
        if let Some(column) = columns.iter().find(|column| column.name.text == old.text) {
            errors.add(
                old.span,
                format!(
                    "the column `{}` is still there, as the field `{}`\nhelp: take the field away to drop its column",
                    old.text,
                    column.field.ident.unraw()
                ),
            );
        }
        let renamed = columns
            .iter()
            .flat_map(|column| &column.field.words.renamed_from)
            .any(|name| name.text == old.text);
        if renamed {
            errors.add(
                old.span,
                format!(
                    "the column `{}` is both renamed and dropped\nhelp: a renamed column keeps its data; take it out of `dropped`",
                    old.text
                ),
            );
        }
    }
}

/// The name that a column is declared to have, which is the one that sqlx looks for.
fn column_name(input: &Input, field: &InputField, errors: &mut Errors) -> Name {
    let plain = field.ident.unraw().to_string();
    let case = input.sqlx.rename_all.or(input.words.rename_all);
    let default = Name {
        text: case.map_or_else(|| plain.clone(), |(case, _)| case.apply(&plain)),
        span: field.ident.span(),
    };
    // Without an attribute of sqlx it is not known whether sqlx reads the struct at all.
    let theirs = match &field.sqlx.rename {
        Some(name) => Some(name),
        None if input.sqlx.rename_all.is_some() => Some(&default),
        None => None,
    };
    match (&field.words.name, theirs) {
        (Some(ours), Some(theirs)) if ours.text != theirs.text => {
            errors.add(
                ours.span,
                format!(
                    "`name` contradicts `#[sqlx]`, which looks for `{}`\nhelp: write `#[sqlx(rename = \"{}\")]`, it counts here too",
                    theirs.text, ours.text
                ),
            );
            ours.clone()
        }
        (Some(ours), _) => ours.clone(),
        (None, Some(theirs)) => theirs.clone(),
        (None, None) => default,
    }
}

pub(super) fn usable(name: &Name, errors: &mut Errors) {
    if let Some(fault) = naming::fault(&name.text) {
        errors.add(name.span, fault);
    }
}

/// A name of the past may be longer than one that is given today.
pub(super) fn stored(old: &Name, errors: &mut Errors) {
    if old.text.is_empty() || old.text.contains('\0') {
        usable(old, errors);
    }
}

pub(super) fn renamed_from_itself(old: &Name, kind: &str, errors: &mut Errors) {
    errors.add(
        old.span,
        format!(
            "the {kind} is still called `{}`\nhelp: `renamed_from` takes the name it had before",
            old.text
        ),
    );
}

pub(super) fn listed_once<'a>(old: &'a Name, seen: &mut Vec<&'a str>, errors: &mut Errors) {
    if seen.contains(&old.text.as_str()) {
        errors.add(
            old.span,
            format!("duplicate `{}`\nhelp: keep one of them", old.text),
        );
    }
    seen.push(&old.text);
}

pub(super) fn once<'a>(names: impl Iterator<Item = &'a Name>, kind: &str, errors: &mut Errors) {
    let mut taken: BTreeMap<&str, Span> = BTreeMap::new();
    for name in names {
        usable(name, errors);
        if taken.insert(&name.text, name.span).is_some() {
            errors.add(
                name.span,
                format!(
                    "duplicate name `{}` of {} {kind}\nhelp: give one of them another `name`",
                    name.text,
                    if kind == "index" { "an" } else { "a" }
                ),
            );
        }
    }
}
