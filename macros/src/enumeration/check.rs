//! Every rule of an enum that needs more than one word.
//!
//! In: [`Input`]. Out: [`Model`]. Gathers all mistakes.

use proc_macro2::{Ident, Span};
use syn::ext::IdentExt;

use super::input::{Input, InputVariant};
use super::{Model, Stored, Variant};
use crate::attr::{Name, Storage};
use crate::errors::Errors;
use crate::naming::{self, Case};

/// The greatest length of a value as PostgreSQL keeps it, in bytes (its manual, section 8.7.4).
const LONGEST_LABEL: usize = 63;

/// The greatest length of a value of MySQL, in characters (its manual, "The ENUM Type").
const LONGEST_TEXT: usize = 255;

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
        .map(|variant| self::variant(variant, case, (&stored, input.speaks_to_sqlx), errors))
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

/// The namespace and the name of the type. Without a word it is the one that sqlx looks for, which is
/// the enum's own name in lower case.
fn type_name(input: &Input, stored: &Stored, errors: &mut Errors) -> (Option<String>, String) {
    let own = input.ident.unraw().to_string().to_lowercase();
    let words = &input.words;
    if !matches!(stored, Stored::Native) {
        for (word, name) in [
            (&words.name, "name"),
            (&words.schema, "schema"),
            (&words.comment, "comment"),
        ] {
            if let Some(value) = word {
                errors.add(
                    value.span,
                    format!("`{name}` is about the type of the enum, and this storage has none\nhelp: take `{name}` away"),
                );
            }
        }
        return (None, own);
    }
    let found = input.sqlx.type_name.as_ref().map(|name| parts(&name.text));
    if let (Some(sqlx), Some((_, name))) = (&input.sqlx.type_name, &found)
        && let Some(word) = &words.name
        && word.text != *name
    {
        errors.add(
            word.span,
            format!(
                "`name = \"{}\"` contradicts `#[sqlx(type_name = \"{}\")]`\nhelp: take `name` away: the name of sqlx counts",
                word.text, sqlx.text
            ),
        );
    }
    if let (None, Some(word)) = (&input.sqlx.type_name, &words.name)
        && input.speaks_to_sqlx
        && word.text != own
    {
        errors.add(
            word.span,
            format!(
                "sqlx looks for the type `{own}`\nhelp: tell it as well, in place of `name`: `#[sqlx(type_name = \"{}\")]`",
                word.text
            ),
        );
    }
    let (schema, name) = match (found, &words.name) {
        (Some(found), _) => found,
        (None, Some(word)) => (None, word.text.clone()),
        (None, None) => (None, own),
    };
    let schema = match (schema, &words.schema) {
        (Some(found), Some(word)) if found != word.text => {
            errors.add(
                word.span,
                format!("`schema = \"{}\"` contradicts the schema `{found}` of `#[sqlx(type_name)]`\nhelp: take `schema` away", word.text),
            );
            Some(found)
        }
        (Some(found), _) => Some(found),
        (None, word) => word.as_ref().map(|word| word.text.clone()),
    };
    let span = words
        .name
        .as_ref()
        .or(input.sqlx.type_name.as_ref())
        .map_or(input.ident.span(), |name| name.span);
    if let Some(fault) = naming::fault(&name) {
        errors.add(span, fault);
    }
    if let (Some(schema), Some(word)) = (&schema, &words.schema)
        && let Some(fault) = naming::fault(schema)
    {
        errors.add(word.span, fault);
    }
    (schema, name)
}

/// `schema.name` as PostgreSQL reads it: bare words in lower case, quoted ones as they are.
fn parts(text: &str) -> (Option<String>, String) {
    let mut parts = vec![String::new()];
    let mut letters = text.chars().peekable();
    let mut is_quoted = false;
    while let Some(letter) = letters.next() {
        match letter {
            '"' if is_quoted && letters.peek() == Some(&'"') => {
                letters.next();
                push(&mut parts, '"');
            }
            '"' => is_quoted = !is_quoted,
            '.' if !is_quoted => parts.push(String::new()),
            letter if is_quoted => push(&mut parts, letter),
            letter => letter
                .to_lowercase()
                .for_each(|letter| push(&mut parts, letter)),
        }
    }
    let name = parts.pop().unwrap_or_default();
    (parts.pop(), name)
}

fn push(parts: &mut [String], letter: char) {
    if let Some(part) = parts.last_mut() {
        part.push(letter);
    }
}

fn rename_all(input: &Input, stored: &Stored, errors: &mut Errors) -> Option<Case> {
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

fn variant(
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

fn values(variants: &[(Variant, Span)], stored: &Stored, errors: &mut Errors) {
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

fn former_values(input: &Input, variants: &[(Variant, Span)], errors: &mut Errors) {
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

fn retired(input: &Input, variants: &[(Variant, Span)], stored: &Stored, errors: &mut Errors) {
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

fn former_types(input: &Input, name: &str, stored: &Stored, errors: &mut Errors) {
    for old in &input.words.renamed_from {
        if !matches!(stored, Stored::Native) {
            errors.add(
                old.span,
                "`renamed_from` is about the type of the enum, and this storage has none\nhelp: take `renamed_from` away",
            );
        } else if old.text == name {
            errors.add(
                old.span,
                format!("the type is called `{name}` today\nhelp: write its former name, or take `renamed_from` away"),
            );
        } else if let Some(fault) = naming::fault(&old.text) {
            errors.add(old.span, fault);
        }
    }
}

fn texts(names: &[Name]) -> Vec<String> {
    names.iter().map(|name| name.text.clone()).collect()
}
