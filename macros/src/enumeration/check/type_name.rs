//! Rules about the type of an enum.
//!
//! In: the words of an enum, and how it is stored. Out: the namespace and the name of its type, and what contradicts them. Knows no
//! variant.

use syn::ext::IdentExt;

use crate::enumeration::Stored;
use crate::enumeration::input::Input;
use crate::errors::Errors;
use crate::naming;

/// The namespace and the name of the type. Without a word it is the one that sqlx looks for, which is
/// the enum's own name in lower case.
pub(super) fn type_name(
    input: &Input,
    stored: &Stored,
    errors: &mut Errors,
) -> (Option<String>, String) {
    let own = input.ident.unraw().to_string().to_lowercase();
    let words = &input.words;
    if !matches!(stored, Stored::Native) {
        without_a_type(input, errors);
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
    usable(input, schema.as_deref(), &name, errors);
    (schema, name)
}

/// Words about a type that is not there.
fn without_a_type(input: &Input, errors: &mut Errors) {
    let words = &input.words;
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
}

fn usable(input: &Input, schema: Option<&str>, name: &str, errors: &mut Errors) {
    let words = &input.words;
    let span = words
        .name
        .as_ref()
        .or(input.sqlx.type_name.as_ref())
        .map_or(input.ident.span(), |name| name.span);
    if let Some(fault) = naming::fault(name) {
        errors.add(span, fault);
    }
    if let (Some(schema), Some(word)) = (schema, &words.schema)
        && let Some(fault) = naming::fault(schema)
    {
        errors.add(word.span, fault);
    }
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

pub(super) fn former_types(input: &Input, name: &str, stored: &Stored, errors: &mut Errors) {
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
