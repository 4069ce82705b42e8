//! Rules about the values of an enum.
//!
//! In: the variants, and how the enum is stored. Out: each variant with its value, and what no database could keep, or two would
//! share. Does not know the type.

use proc_macro2::Span;
use syn::ext::IdentExt;

use super::texts;
use crate::enumeration::input::{Input, InputVariant};
use crate::enumeration::{Stored, Variant};
use crate::errors::Errors;
use crate::naming::Case;

/// The greatest length of a value as PostgreSQL keeps it, in bytes (its manual, section 8.7.4).
const LONGEST_LABEL: usize = 63;

/// The greatest length of a value of MySQL, in characters (its manual, "The ENUM Type").
const LONGEST_TEXT: usize = 255;

pub(super) fn rename_all(input: &Input, stored: &Stored, errors: &mut Errors) -> Option<Case> {
    let own = input.words.rename_all;
    if let (Some((_, span)), Stored::Integer(_)) = (own, stored) {
        errors.add(
            span,
            "`rename_all` is about texts, and the variants are stored as numbers\nhelp: take `rename_all` away",
        );
        return None;
    }
    if let (Some((case, span)), Some((other, _))) = (own, input.sqlx.rename_all)
        && case != other
    {
        errors.add(
            span,
            "`rename_all` contradicts the one of `#[sqlx]`\nhelp: take this one away: the values are those that sqlx writes",
        );
    }
    if let (Some((_, span)), None) = (own, input.sqlx.rename_all)
        && input.speaks_to_sqlx
    {
        errors.add(
            span,
            "sqlx writes the values without this `rename_all`\nhelp: tell it as well, in place of this one: `#[sqlx(rename_all = \"...\")]`",
        );
    }
    input.sqlx.rename_all.or(own).map(|(case, _)| case)
}

pub(super) fn variant(
    input: &InputVariant,
    case: Option<Case>,
    (stored, speaks_to_sqlx): (&Stored, bool),
    errors: &mut Errors,
) -> (Variant, Span) {
    let rust = input.ident.unraw().to_string();
    if let (Stored::Integer(_), Some(name)) = (stored, &input.words.name) {
        errors.add(
            name.span,
            "`name` is a text, and the variants are stored as numbers\nhelp: write the number as the discriminant: `Open = 1`",
        );
    } else if let (Some(name), Some(rename)) = (&input.words.name, &input.rename)
        && name.text != rename.text
    {
        errors.add(
            name.span,
            format!(
                "`name = \"{}\"` contradicts `#[sqlx(rename = \"{}\")]`\nhelp: take `name` away: the value of sqlx counts",
                name.text, rename.text
            ),
        );
    }
    if let (Some(name), None) = (&input.words.name, &input.rename)
        && speaks_to_sqlx
        && !matches!(stored, Stored::Integer(_))
        && case.map_or(rust.clone(), |case| case.apply(&rust)) != name.text
    {
        errors.add(
            name.span,
            format!(
                "sqlx writes the variant without this `name`\nhelp: tell it as well, in place of `name`: `#[sqlx(rename = \"{}\")]`",
                name.text
            ),
        );
    }
    if let (Stored::Integer(_), Some(old)) = (stored, input.words.renamed_from.first()) {
        errors.add(
            old.span,
            "a number has no former name\nhelp: take `renamed_from` away: rows keep the number, whatever the variant is called",
        );
    }
    let said = input.rename.as_ref().or(input.words.name.as_ref());
    let value = match (said, case) {
        (Some(name), _) => name.text.clone(),
        (None, Some(case)) => case.apply(&rust),
        (None, None) => rust,
    };
    let span = said.map_or(input.ident.span(), |name| name.span);
    let variant = Variant {
        ident: input.ident.clone(),
        value,
        renamed_from: texts(&input.words.renamed_from),
    };
    (variant, span)
}

pub(super) fn values(variants: &[(Variant, Span)], stored: &Stored, errors: &mut Errors) {
    for (at, (variant, span)) in variants.iter().enumerate() {
        let twin = variants[..at]
            .iter()
            .find(|(other, _)| other.value == variant.value);
        if let Some((twin, _)) = twin {
            errors.add(
                *span,
                format!(
                    "duplicate value `{}`: the variant `{}` has it too\nhelp: give one of them another value with `#[sqlx(rename = \"...\")]`",
                    variant.value, twin.ident
                ),
            );
        } else if let Some(fault) = fault(&variant.value, stored) {
            errors.add(*span, fault);
        }
    }
}

/// What makes a value unusable, as the message and its way out.
fn fault(value: &str, stored: &Stored) -> Option<String> {
    let shorter = "help: give it a shorter one with `#[sqlx(rename = \"...\")]`";
    if value.is_empty() {
        Some("a value cannot be empty\nhelp: write at least one letter: MySQL keeps an empty value for what it could not store".to_owned())
    } else if value.contains('\0') {
        Some(
            "a value cannot hold a NUL character\nhelp: no database stores it, take it away"
                .to_owned(),
        )
    } else if value.contains('\\') {
        Some("a value cannot hold a backslash\nhelp: write it without: some databases would read it as the start of another character".to_owned())
    } else if value.ends_with(' ') {
        Some("a value cannot end with a space\nhelp: MySQL would cut it, take it away".to_owned())
    } else if matches!(stored, Stored::Native) && value.len() > LONGEST_LABEL {
        Some(format!(
            "the value `{value}` is {} bytes long, and PostgreSQL takes {LONGEST_LABEL}\n{shorter}",
            value.len()
        ))
    } else if value.chars().count() > LONGEST_TEXT {
        Some(format!(
            "the value is {} characters long, and MySQL takes {LONGEST_TEXT}\n{shorter}",
            value.chars().count()
        ))
    } else {
        None
    }
}

pub(super) fn former_values(input: &Input, variants: &[(Variant, Span)], errors: &mut Errors) {
    let mut seen: Vec<&str> = Vec::new();
    for old in input
        .variants
        .iter()
        .flat_map(|variant| &variant.words.renamed_from)
    {
        if let Some((present, _)) = variants.iter().find(|(other, _)| other.value == old.text) {
            errors.add(
                old.span,
                format!(
                    "`{}` is still the value of the variant `{}`\nhelp: take `renamed_from` away, or give that variant another value",
                    old.text, present.ident
                ),
            );
        } else if seen.contains(&old.text.as_str()) {
            errors.add(
                old.span,
                format!("duplicate former value `{}`\nhelp: keep one of them: rows with it become one value", old.text),
            );
        }
        seen.push(&old.text);
    }
}

pub(super) fn retired(
    input: &Input,
    variants: &[(Variant, Span)],
    stored: &Stored,
    errors: &mut Errors,
) {
    let mut seen: Vec<&str> = Vec::new();
    let is_former = |value: &str| {
        let mut variants = input.variants.iter();
        variants.any(|variant| {
            let mut olds = variant.words.renamed_from.iter();
            olds.any(|old| old.text == value)
        })
    };
    for retired in &input.words.retired {
        let value = &retired.value;
        let is_integer = matches!(stored, Stored::Integer(_));
        if retired.is_number != is_integer {
            let (kind, example) = match is_integer {
                true => ("numbers", "retired(3)"),
                false => ("texts", "retired(\"old\")"),
            };
            errors.add(
                value.span,
                format!("the values of this enum are {kind}\nhelp: write `{example}`"),
            );
        } else if let Some((present, _)) = variants
            .iter()
            .find(|(other, _)| !is_integer && other.value == value.text)
        {
            errors.add(
                value.span,
                format!(
                    "`{}` is retired, and the variant `{}` still has it\nhelp: remove the variant, or take `retired` away",
                    value.text, present.ident
                ),
            );
        } else if is_former(&value.text) {
            errors.add(
                value.span,
                format!("`{}` is both retired and renamed\nhelp: keep one of them: rows keep a retired value, and a renamed one becomes another", value.text),
            );
        } else if seen.contains(&value.text.as_str()) {
            errors.add(
                value.span,
                format!(
                    "duplicate retired value `{}`\nhelp: keep one of them",
                    value.text
                ),
            );
        } else if let (false, Some(fault)) = (is_integer, fault(&value.text, stored)) {
            errors.add(value.span, fault);
        }
        seen.push(&value.text);
    }
}
