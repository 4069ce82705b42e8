//! Rules about views.
//!
//! In: a struct with the words of a view. Out: every name that is unusable, every word that contradicts
//! another or is meant for a database without it. Does not look into the query.

use proc_macro2::Span;
use syn::spanned::Spanned;
use syn::{Data, DeriveInput, Fields};

use super::names::{listed_once, renamed_from_itself, stored, usable};
use crate::attr::{Engine, Name, Sql, ViewWords};
use crate::errors::Errors;

/// Only a plain struct with named fields can be read from the rows of a view.
pub(crate) fn shape(syntax: &DeriveInput, errors: &mut Errors) {
    const HELP: &str = "help: derive `View` on a struct with a field for each column";
    match &syntax.data {
        Data::Struct(data) if matches!(data.fields, Fields::Named(_)) => {}
        Data::Struct(_) => errors.add(
            syntax.ident.span(),
            format!("a view needs a struct with named fields\n{HELP}"),
        ),
        Data::Enum(data) => errors.add(
            data.enum_token.span(),
            format!("an enum cannot be a view\n{HELP}"),
        ),
        Data::Union(data) => errors.add(
            data.union_token.span(),
            format!("a union cannot be a view\n{HELP}"),
        ),
    }
    if !syntax.generics.params.is_empty() {
        errors.add_spanned(
            &syntax.generics,
            "a view cannot be generic\nhelp: write a struct for each view",
        );
    }
}

/// Finds what is wrong with the words. `name` is the name of the view, declared or not.
pub(crate) fn words(words: &ViewWords, name: &Name, errors: &mut Errors) {
    // A word that could not be read may be the query.
    if words.query.is_none() && errors.count() == 0 {
        errors.add(
            name.span,
            "a view needs its query\nhelp: write `#[view(query = \"SELECT id FROM accounts\")]`",
        );
    }
    contradictions(words, errors);
    databases(words, errors);
    usable(name, errors);
    if let Some(schema) = &words.schema {
        usable(schema, errors);
    }
    let mut seen = Vec::new();
    for old in words.renamed_from.iter().flatten() {
        stored(old, errors);
        if old.text == name.text {
            renamed_from_itself(old, "view", errors);
        }
        listed_once(old, &mut seen, errors);
    }
}

fn contradictions(words: &ViewWords, errors: &mut Errors) {
    if words.materialized.is_none() {
        return;
    }
    for (word, span) in [
        (
            "check_option",
            words.check_option.as_ref().map(|own| own.span),
        ),
        ("security_invoker", words.security_invoker),
        ("security_barrier", words.security_barrier),
    ] {
        if let Some(span) = span {
            errors.add(
                span,
                format!("`{word}` contradicts `materialized`\nhelp: a materialised view keeps its rows, so nobody reads or writes through it; keep one of the two"),
            );
        }
    }
}

/// What a database that is named in `engines` cannot do.
fn databases(words: &ViewWords, errors: &mut Errors) {
    for engine in words.engines.iter().flatten() {
        let (title, word_of_engine) = (engine.title(), engine.word());
        let mut lacks = |span: Span, what: &str, word: &str| {
            errors.add(
                span,
                format!("{title} {what}, and the view is meant for it\nhelp: take `{word}` away, or take `{word_of_engine}` out of `engines`"),
            );
        };
        if let (Some(span), true) = (words.materialized, *engine != Engine::Postgres) {
            lacks(span, "has no materialised views", "materialized");
        }
        if let (Some(schema), true) = (&words.schema, *engine != Engine::Postgres) {
            lacks(schema.span, "has no schemas", "schema");
        }
        if let (Some(option), true) = (&words.check_option, *engine == Engine::Sqlite) {
            lacks(option.span, "writes through no view", "check_option");
        }
        if let Some(Sql::Each(texts)) = &words.query
            && texts[*engine as usize].is_none()
            && let Some(text) = texts.iter().flatten().next()
        {
            errors.add(
                text.span,
                format!("the view is meant for {title}, and has no query for it\nhelp: write `{word_of_engine} = \"...\"` as well, or take `{word_of_engine}` out of `engines`"),
            );
        }
    }
}
