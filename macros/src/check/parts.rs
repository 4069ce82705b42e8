//! Rules about structs of columns, and about the fields that hold them.
//!
//! In: `flatten` and the words beside it. Out: the parts of the table. Does not know their columns: the compiler compares their names.

use proc_macro2::Span;

use crate::errors::Errors;
use crate::input::{Input, InputField};
use crate::model::Flattened;
use crate::naming;

/// Words of `#[table]` that several tables can share.
const SHARED: [&str; 4] = ["rename_all", "index", "unique", "check"];

/// The parts, each behind the columns that come before it.
pub(crate) fn parts(input: &Input) -> Vec<Flattened> {
    let mut at = 0;
    let mut parts = Vec::new();
    for field in &input.fields {
        if field.is_column() {
            at += 1;
        } else if let Some(span) = field.words.flatten {
            let prefix = field.words.prefix.as_ref();
            parts.push(Flattened {
                at,
                ident: field.ident.clone(),
                ty: field.ty.clone(),
                prefix: prefix.map(|prefix| prefix.text.clone()).unwrap_or_default(),
                span,
            });
        }
    }
    parts
}

/// Reports words that cannot stand beside `flatten`, or without it.
pub(super) fn contradictions(field: &InputField, errors: &mut Errors) {
    let words = &field.words;
    match (words.flatten, &words.prefix, field.sqlx.flatten) {
        (None, Some(prefix), _) => errors.add(
            prefix.span,
            "`prefix` needs `flatten`\nhelp: write `flatten, prefix = \"...\"`, or `name = \"...\"` for one column",
        ),
        (None, None, Some(span)) if !field.is_skipped() => errors.add(
            span,
            "`#[sqlx(flatten)]` does not say whose columns these are\nhelp: write `#[column(flatten)]` beside it, and `#[derive(trueup::Columns)]` on the inner struct; or `#[column(skip)]` when they belong to another table",
        ),
        (Some(_), Some(prefix), Some(_)) => errors.add(
            prefix.span,
            "sqlx has no prefix, and looks for the columns without it\nhelp: take `prefix` away and rename the fields of the inner struct, or read the row without `#[sqlx(flatten)]`",
        ),
        (Some(span), prefix, _) => {
            inside(field, span, errors);
            if let Some(prefix) = prefix
                && let Some(fault) = naming::fault(&prefix.text)
            {
                errors.add(prefix.span, fault);
            }
        }
        _ => {}
    }
}

/// Refuses what only a table can say, on a struct of columns.
pub(crate) fn shared(input: &Input, errors: &mut Errors) {
    for word in &input.said {
        if !SHARED.iter().any(|shared| word == shared) {
            errors.add(
                word.span(),
                format!("`{word}` belongs to a table, and this struct is a part of one\nhelp: write it on the struct that has the field with `#[column(flatten)]`"),
            );
        }
    }
    for field in &input.fields {
        if let Some(span) = field.words.flatten {
            errors.add(
                span,
                "a struct of columns cannot hold another\nhelp: flatten both in the table",
            );
        }
    }
}

fn inside(field: &InputField, flatten: Span, errors: &mut Errors) {
    if field.is_skipped() {
        errors.add(
            flatten,
            "`flatten` contradicts `skip`\nhelp: a skipped field has no columns; keep one of them",
        );
    } else if let Some(word) = &field.words.first {
        errors.add(
            word.span(),
            format!("`{word}` cannot stand beside `flatten`\nhelp: write it on a field of the inner struct"),
        );
    }
}
