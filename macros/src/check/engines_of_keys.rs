//! Rules about the keys and references of a table that is meant for some databases only.
//!
//! In: `engines(...)` and the keys of the struct and of its fields. Out: an error on each word that one of the databases cannot
//! honour. Says the same as lowering; what a database merely leaves out is not here.

use proc_macro2::Span;

use super::Named;
use super::engines::refuse;
use crate::attr::{Engine, ForeignKeyWords, Key, KeyWords};
use crate::errors::Errors;
use crate::input::Input;

/// The way out where a key can be left out on an engine.
const NAMED: &str = "write `engines(postgres)` in its parentheses, which leaves it out elsewhere";

/// Reports the words of keys that a listed database does not have.
pub(super) fn words(input: &Input, columns: &[Named], engines: &[Engine], errors: &mut Errors) {
    let table = &input.words;
    let of_fields = || columns.iter().map(|column| &column.field.words);
    let uniques = of_fields().filter_map(|words| words.unique.as_ref());
    let indexes = of_fields().filter_map(|words| words.index.as_ref());
    for &engine in engines {
        for key in uniques.clone().chain(&table.uniques) {
            if is_on(key, engine) {
                unique(&key.words, engine, errors);
            }
        }
        for key in indexes.clone().chain(&table.indexes) {
            if is_on(key, engine) {
                method(&key.words, engine, errors);
            }
        }
        if let Some(key) = &table.primary_key {
            deferral(&key.words, engine, "take it away", errors);
        }
        for key in &table.exclusions {
            if engine != Engine::Postgres && is_on(key, engine) {
                refuse(key.word, "exclude", engine, NAMED, errors);
            }
        }
        for words in of_fields().map(|words| &words.reference_words) {
            reference(words, engine, errors);
        }
        for key in &table.foreign_keys {
            reference(&key.words, engine, errors);
        }
    }
}

/// Whether the key itself leaves the engine in.
fn is_on(key: &Key, engine: Engine) -> bool {
    let engines = key.words.engines.as_ref();
    engines.is_none_or(|engines| engines.contains(&engine))
}

fn unique(words: &KeyWords, engine: Engine, errors: &mut Errors) {
    deferral(words, engine, NAMED, errors);
    if let Some(span) = words
        .nulls_not_distinct
        .filter(|_| engine != Engine::Postgres)
    {
        refuse(span, "nulls_not_distinct", engine, NAMED, errors);
    }
    let predicate = words.predicate.as_ref();
    if let Some((_, span)) =
        predicate.filter(|(sql, _)| engine == Engine::MySql && sql.text_for(engine).is_some())
    {
        let way_out =
            "write `engines(postgres, sqlite)` in its parentheses, which leaves it out elsewhere";
        refuse(*span, "where", engine, way_out, errors);
    }
}

fn deferral(words: &KeyWords, engine: Engine, way_out: &str, errors: &mut Errors) {
    let found = [
        ("deferrable", words.deferrable),
        ("initially_deferred", words.initially_deferred),
    ];
    for (word, span) in found {
        if let Some(span) = span.filter(|_| engine != Engine::Postgres) {
            refuse(span, word, engine, way_out, errors);
            return;
        }
    }
}

/// What finds other rows than the usual index.
fn method(words: &KeyWords, engine: Engine, errors: &mut Errors) {
    let Some((sql, span)) = &words.method else {
        return;
    };
    let Some(method) = sql.text_for(engine) else {
        return;
    };
    let is_there = match (method, engine) {
        ("btree" | "hash" | "brin", _) => true,
        ("fulltext" | "spatial", _) => engine == Engine::MySql,
        _ => engine == Engine::Postgres,
    };
    if !is_there {
        let way_out = "choose one for each, as in `method(postgres = gin, mysql = fulltext)`, or write `engines(postgres)` in its parentheses";
        refuse(*span, method, engine, way_out, errors);
    }
}

fn reference(words: &ForeignKeyWords, engine: Engine, errors: &mut Errors) {
    let found: [(&str, Option<Span>, &[Engine]); 3] = [
        ("match_full", words.match_full, &[Engine::Postgres]),
        (
            "deferrable",
            words.deferrable,
            &[Engine::Postgres, Engine::Sqlite],
        ),
        (
            "initially_deferred",
            words.initially_deferred,
            &[Engine::Postgres, Engine::Sqlite],
        ),
    ];
    for (word, span, offering) in found {
        if let Some(span) = span.filter(|_| !offering.contains(&engine)) {
            refuse(span, word, engine, "take it away", errors);
        }
    }
}
