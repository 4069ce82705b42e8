//! Rules about structs that are a part of a table.
//!
//! In: a struct with its words. Out: [`Partial`], and what is wrong with it in itself. Does not know the table: the compiler compares
//! both.

use super::names;
use crate::attr::PartialWords;
use crate::errors::Errors;
use crate::input::{Input, InputField};
use crate::model::{Partial, PartialColumn};

/// Finds what is wrong, and the columns where nothing is.
pub(crate) fn partial(input: &Input, words: &PartialWords, errors: &mut Errors) -> Option<Partial> {
    // A word that could not be read may be `of`.
    if words.of.is_none() && errors.count() == 0 {
        errors.add(
            input.ident.span(),
            "a partial struct needs its table\nhelp: write `#[partial(of = Account)]`",
        );
    }
    for field in input.fields.iter().filter(|field| !field.is_skipped()) {
        if let Some(span) = field.sqlx.flatten {
            errors.add(
                span,
                "a flattened field is not one column\nhelp: write `#[column(skip)]` beside it; its own struct may be partial too",
            );
        }
    }
    for field in input.fields.iter().filter(|field| field.is_skipped()) {
        if let Some(name) = &field.words.name {
            errors.add(
                name.span,
                "`name` contradicts `skip`\nhelp: a skipped field is no column; keep one of them",
            );
        }
    }
    if input.fields.iter().all(InputField::is_skipped) && errors.count() == 0 {
        errors.add(
            input.ident.span(),
            "a partial struct needs at least one column\nhelp: add a field of the table",
        );
        return None;
    }
    let columns = names::columns(input, errors);
    let columns = columns.into_iter().map(|column| PartialColumn {
        ident: column.field.ident.clone(),
        ty: column
            .field
            .sqlx
            .try_from
            .as_ref()
            .unwrap_or(&column.field.ty)
            .clone(),
        name: column.name,
    });
    Some(Partial {
        ident: input.ident.clone(),
        of: words.of.clone()?,
        columns: columns.collect(),
    })
}
