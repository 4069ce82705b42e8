//! Reads the words of `#[table]`, `#[column]` and `#[sqlx]`, each with the place it was written.
//!
//! In: attributes. Out: [`TableWords`], [`ColumnWords`] and the words of sqlx. Knows words and how
//! each is written, not what they mean together.

pub(crate) mod column;
mod domain;
mod engine;
pub(crate) mod enumeration;
pub(crate) mod key;
mod numbering;
mod option;
mod outside;
mod partial;
mod partition;
mod property;
mod reference;
mod sql;
mod sqlx;
pub(crate) mod table;
mod trigger;
pub(crate) mod view;

use column::action;
pub(crate) use column::{Action, ActionWord, ColumnWords, DefaultValue};
pub(crate) use domain::DomainWords;
pub(crate) use engine::Engine;
pub(crate) use enumeration::{
    EnumWords, SqlxEnumWords, Storage, VariantWords, speaks_to_sqlx, sqlx_rename, sqlx_transparent,
    stores_json,
};
pub(crate) use key::{Key, KeyWords, Part, PartTarget, help_for_a_field};
pub(crate) use numbering::{AutoIncrement, Identity};
pub(crate) use option::{TableOption, TableOptions};
pub(crate) use outside::{Dropped, Numbers, Outside, OutsideKind};
pub(crate) use partial::PartialWords;
pub(crate) use partition::{
    Bound, Bounds, Count, Every, Method, Partition, PartitionBy, Unit, Value,
};
pub(crate) use property::Properties;
pub(crate) use reference::{FOREIGN_KEY_WORDS, ForeignKey, ForeignKeyWords, Reference};
pub(crate) use sql::Sql;
pub(crate) use sqlx::{Json, SqlxColumnWords, SqlxTableWords};
pub(crate) use table::TableWords;
pub(crate) use trigger::Trigger;
pub(crate) use view::ViewWords;

use proc_macro2::{Ident, Span, TokenTree};
use syn::ext::IdentExt;
use syn::parse::ParseStream;
use syn::{Attribute, LitStr, Meta, Token, parenthesized};

use crate::errors::{Errors, suggestion};
use crate::naming::Case;

use self::sql::{SqlDraft, sql_text};

/// A name or a text and where it is written.
#[derive(Debug, Clone)]
pub(crate) struct Name {
    pub(crate) text: String,
    pub(crate) span: Span,
}

impl Name {
    fn of(literal: &LitStr) -> Self {
        Self {
            text: literal.value(),
            span: literal.span(),
        }
    }

    fn of_word(word: &Ident) -> Self {
        Self {
            text: word.unraw().to_string(),
            span: word.span(),
        }
    }
}

/// `check("...")`, or `check(name = "...", "...")`.
#[derive(Debug, Clone)]
pub(crate) struct Check {
    pub(crate) name: Option<Name>,
    pub(crate) expression: Sql,
    /// The fields whose columns the text names, where it says so.
    pub(crate) columns: Option<Vec<Ident>>,
}

/// Reads every word of every attribute with this name, and goes on after a mistake.
fn words(
    attributes: &[Attribute],
    name: &str,
    errors: &mut Errors,
    mut read: impl FnMut(&Ident, ParseStream) -> syn::Result<()>,
) {
    for attribute in attributes {
        if !attribute.path().is_ident(name) {
            continue;
        }
        if !matches!(attribute.meta, Meta::List(_)) {
            errors.add_spanned(
                &attribute.meta,
                format!("expected words in parentheses\nhelp: write `#[{name}(...)]`"),
            );
            continue;
        }
        let done = attribute.parse_args_with(|input: ParseStream| {
            list(input, errors, |input| {
                let word = match input.call(Ident::parse_any) {
                    Ok(word) => word,
                    Err(_) => {
                        return Err(input.error(format!(
                            "expected a word of `#[{name}]`\nhelp: words stand without quotes, with one comma between them"
                        )));
                    }
                };
                read(&word, input)
            });
            Ok(())
        });
        if let Err(error) = done {
            errors.push(error);
        }
    }
}

/// Reads a comma list to its end. An item that cannot be read is skipped up to its comma.
fn list(
    input: ParseStream,
    errors: &mut Errors,
    mut read: impl FnMut(ParseStream) -> syn::Result<()>,
) {
    while !input.is_empty() {
        let item = read(input).and_then(|()| {
            if input.is_empty() || input.peek(Token![,]) {
                Ok(())
            } else {
                Err(no_comma(input))
            }
        });
        if let Err(error) = item {
            errors.push(error);
            skip_item(input);
        }
        // What stands here is a comma, or the end.
        let _ = input.parse::<Token![,]>();
    }
}

/// What stands after an item and is none of its own.
fn no_comma(input: ParseStream) -> syn::Error {
    input.error("expected `,`\nhelp: put a comma between two words")
}

/// Skips what is left of an item.
fn skip_item(input: ParseStream) {
    while !input.is_empty() && !input.peek(Token![,]) {
        if input.parse::<TokenTree>().is_err() {
            return;
        }
    }
}

/// Skips what is left, which would be reported a second time.
fn skip_all(input: ParseStream) {
    while !input.is_empty() && input.parse::<TokenTree>().is_ok() {}
}

/// Reads a comma list in parentheses, and returns its first mistake.
fn nested(
    word: &Ident,
    example: &str,
    input: ParseStream,
    mut read: impl FnMut(ParseStream) -> syn::Result<()>,
) -> syn::Result<()> {
    if !input.peek(syn::token::Paren) {
        return Err(needs(word, "a list in parentheses", example));
    }
    let content;
    parenthesized!(content in input);
    if content.is_empty() {
        return Err(syn::Error::new(
            word.span(),
            format!("`{word}` is empty\nhelp: write `{example}`, or take it away"),
        ));
    }
    let mut errors = Errors::default();
    list(&content, &mut errors, &mut read);
    errors.finish()
}

/// Stores a value that may be given once.
fn set<T>(slot: &mut Option<T>, word: &Ident, value: T) -> syn::Result<()> {
    if slot.is_some() {
        return Err(syn::Error::new(
            word.span(),
            format!("duplicate `{word}`\nhelp: keep one of them"),
        ));
    }
    *slot = Some(value);
    Ok(())
}

/// Stores a word that takes no value.
fn flag(slot: &mut Option<Span>, word: &Ident, input: ParseStream) -> syn::Result<()> {
    if input.peek(Token![=]) || input.peek(syn::token::Paren) {
        return Err(syn::Error::new(
            word.span(),
            format!("`{word}` takes no value\nhelp: write `{word}` alone"),
        ));
    }
    set(slot, word, word.span())
}

/// Reads the `=` before a value.
fn equals(word: &Ident, example: &str, input: ParseStream) -> syn::Result<()> {
    if !input.peek(Token![=]) {
        return Err(needs(word, "a value", example));
    }
    input.parse::<Token![=]>()?;
    if input.is_empty() || input.peek(Token![,]) {
        return Err(needs(word, "a value", example));
    }
    Ok(())
}

/// Reads `= "text"`.
fn text(word: &Ident, example: &str, input: ParseStream) -> syn::Result<Name> {
    equals(word, example, input)?;
    quoted(example, input)
}

/// Reads `"text"`.
fn quoted(example: &str, input: ParseStream) -> syn::Result<Name> {
    // A literal of another kind is consumed before it is refused.
    let span = input.span();
    match input.parse::<LitStr>() {
        Ok(literal) if literal.suffix().is_empty() => Ok(Name::of(&literal)),
        Ok(literal) => Err(syn::Error::new(
            literal.span(),
            "a text takes no suffix\nhelp: take it away",
        )),
        Err(_) => Err(syn::Error::new(
            span,
            format!("expected a text in quotes\nhelp: write `{example}`"),
        )),
    }
}

/// Reads `= "old"` or `("old", "older")`.
fn former_names(word: &Ident, input: ParseStream) -> syn::Result<Vec<Name>> {
    const EXAMPLE: &str = "renamed_from = \"old_name\"";
    if input.peek(syn::token::Paren) {
        return quoted_list(word, "renamed_from(\"old\", \"older\")", input);
    }
    text(word, EXAMPLE, input).map(|name| vec![name])
}

/// Reads `("a", "b")`.
fn quoted_list(word: &Ident, example: &str, input: ParseStream) -> syn::Result<Vec<Name>> {
    let mut names = Vec::new();
    nested(word, example, input, |input| {
        names.push(quoted(example, input)?);
        Ok(())
    })?;
    Ok(names)
}

/// Reads the parentheses of a check.
fn check(word: &Ident, input: ParseStream) -> syn::Result<Check> {
    const EXAMPLE: &str = "check(\"price > 0\")";
    let (mut name, mut columns) = (None, None);
    let mut expression = SqlDraft::default();
    nested(word, EXAMPLE, input, |input| {
        if expression.takes(input) {
            return expression.read(EXAMPLE, input);
        }
        if let Some(word) = columns_word(input)? {
            return set(&mut columns, &word, fields(&word, "columns(price)", input)?);
        }
        if input.peek(Ident::peek_any) {
            let others = [&Engine::WORDS[..], &["columns"]].concat();
            return key_name(&mut name, &others, EXAMPLE, input);
        }
        quoted(EXAMPLE, input).map(drop)
    })?;
    Ok(Check {
        name,
        expression: expression.finish(word, EXAMPLE)?,
        columns,
    })
}

/// Takes the word `columns`, if it is the next one.
fn columns_word(input: ParseStream) -> syn::Result<Option<Ident>> {
    let is_next = input
        .fork()
        .call(Ident::parse_any)
        .is_ok_and(|word| word == "columns");
    is_next.then(|| input.call(Ident::parse_any)).transpose()
}

/// Reads `(a, b)`: names of fields.
fn fields(word: &Ident, example: &str, input: ParseStream) -> syn::Result<Vec<Ident>> {
    let mut fields = Vec::new();
    nested(word, example, input, |input| {
        let field = input.call(Ident::parse_any).map_err(|error| {
            let message = "expected the name of a field, without quotes";
            syn::Error::new(error.span(), format!("{message}\nhelp: write `{example}`"))
        })?;
        fields.push(field);
        Ok(())
    })?;
    Ok(fields)
}

/// Reads `name = "..."` inside of the parentheses of a check or an index; `others` are the words
/// that could stand here as well.
fn key_name(
    slot: &mut Option<Name>,
    others: &[&str],
    example: &str,
    input: ParseStream,
) -> syn::Result<()> {
    let word = input.call(Ident::parse_any)?;
    if word != "name" {
        return Err(unknown(&word, &[&["name"], others].concat()));
    }
    if !input.peek(Token![=]) {
        return Err(syn::Error::new(
            word.span(),
            format!("`name` needs a value\nhelp: write `{example}`, or `name = \"...\"` before it"),
        ));
    }
    let name = text(&word, "name = \"...\"", input)?;
    set(slot, &word, name)
}

/// Reads `rename_all = "..."`.
fn case(word: &Ident, input: ParseStream) -> syn::Result<(Case, Span)> {
    let name = text(word, "rename_all = \"snake_case\"", input)?;
    match Case::ALL.iter().find(|(known, _)| *known == name.text) {
        Some((_, case)) => Ok((*case, name.span)),
        None => {
            let known = Case::ALL.map(|(known, _)| known);
            Err(unknown_of("case", &name, &known))
        }
    }
}

fn needs(word: &Ident, what: &str, example: &str) -> syn::Error {
    syn::Error::new(
        word.span(),
        format!("`{word}` needs {what}\nhelp: write `{example}`"),
    )
}

fn unknown(word: &Ident, known: &[&str]) -> syn::Error {
    unknown_of("word", &Name::of_word(word), known)
}

/// What is none of a list, with the nearest that is.
fn unknown_of(kind: &str, found: &Name, known: &[&str]) -> syn::Error {
    let Name { text, span } = found;
    let help = suggestion(text, known);
    syn::Error::new(*span, format!("unknown {kind} `{text}`\n{help}"))
}
