//! Every rule of an enum that needs more than one word.
//!
//! In: [`Input`]. Out: [`Model`]. Gathers all mistakes.

mod type_name;
mod values;

use proc_macro2::{Ident, Span};
use syn::ext::IdentExt;

use self::type_name::{former_types, type_name};
use self::values::{former_values, rename_all, retired, values, variant};
use super::input::Input;
use super::{Model, Stored, Variant};
use crate::attr::{Name, Storage};
use crate::errors::Errors;

/// Integers that no column holds.
const UNSTORED: [&str; 4] = ["i128", "isize", "u128", "usize"];

/// Names that `#[sqlx(type_name)]` gives for a plain text.
const TEXTS: [&str; 3] = ["text", "varchar", "character varying"];

pub(super) fn check(input: &Input, errors: &mut Errors) -> Model {
    let stored = stored(input, errors);
    let (schema, name) = type_name(input, &stored, errors);
    let case = rename_all(input, &stored, errors);
    let variants: Vec<(Variant, Span)> = input
        .variants
        .iter()
        .map(|one| variant(one, case, (&stored, input.speaks_to_sqlx), errors))
        .collect();
    let is_text = !matches!(stored, Stored::Integer(_));
    if is_text {
        values(&variants, &stored, errors);
    }
    former_values(input, &variants, errors);
    retired(input, &variants, &stored, errors);
    former_types(input, &name, &stored, errors);
    Model {
        rust_name: input.ident.unraw().to_string(),
        schema,
        name,
        storage: stored,
        variants: variants.into_iter().map(|(variant, _)| variant).collect(),
        renamed_from: texts(&input.words.renamed_from),
        retired: input
            .words
            .retired
            .iter()
            .map(|retired| retired.value.text.clone())
            .collect(),
        comment: input.words.comment.as_ref().map(|text| text.text.clone()),
    }
}

/// sqlx stores an enum with an integer `#[repr]` as that integer, and one whose `type_name` is a text
/// as a text.
fn stored(input: &Input, errors: &mut Errors) -> Stored {
    let is_sqlx_text = input.sqlx.type_name.as_ref().is_some_and(|name| {
        let name = name.text.to_lowercase();
        TEXTS.contains(&name.as_str())
    });
    if let Some(repr) = &input.repr
        && UNSTORED.iter().any(|name| repr == name)
    {
        errors.add(
            repr.span(),
            format!("`{repr}` is no type of a column\nhelp: write `#[repr(i64)]`"),
        );
        return Stored::Integer(Ident::new("i64", repr.span()));
    }
    match (input.words.storage, &input.repr) {
        (None | Some((Storage::Integer, _)), Some(repr)) => Stored::Integer(repr.clone()),
        (Some((Storage::Integer, span)), None) => {
            errors.add(
                span,
                "`storage = integer` needs an integer type\nhelp: add `#[repr(i32)]` to the enum",
            );
            Stored::Native
        }
        (Some((_, span)), Some(repr)) => {
            errors.add(
                span,
                format!("this storage contradicts `#[repr({repr})]`, by which sqlx stores the number\nhelp: take `storage` or `#[repr({repr})]` away"),
            );
            Stored::Integer(repr.clone())
        }
        (Some((Storage::Native, span)), None) if is_sqlx_text => {
            errors.add(
                span,
                "`storage = native` contradicts `#[sqlx(type_name)]`, by which sqlx writes a text\nhelp: write `storage = text`, or the name of the enum type as `type_name`",
            );
            Stored::Text
        }
        (Some((Storage::Text, span)), None) => {
            if let (Some(name), false) = (&input.sqlx.type_name, is_sqlx_text) {
                errors.add(
                    span,
                    format!("`storage = text` contradicts `#[sqlx(type_name = \"{}\")]`, by which sqlx looks for an enum type\nhelp: write `type_name = \"text\"`, or take `storage` away", name.text),
                );
            }
            Stored::Text
        }
        (None, None) if is_sqlx_text => Stored::Text,
        (None | Some((Storage::Native, _)), None) => Stored::Native,
    }
}

fn texts(names: &[Name]) -> Vec<String> {
    names.iter().map(|name| name.text.clone()).collect()
}
