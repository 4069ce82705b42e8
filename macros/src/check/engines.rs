//! Rules of a table that is meant for some databases only.
//!
//! In: `engines(...)` and the words beside it. Out: an error on each word that one of the databases cannot honour, and what only the
//! compiler can tell. Knows which database has which word: one line for each in `OFFERED`.

use proc_macro2::{Ident, Span};
use syn::ext::IdentExt;

use super::keys::Keys;
use super::{Named, engines_of_keys};
use crate::attr::{ColumnWords, Engine, Identity};
use crate::errors::Errors;
use crate::input::Input;
use crate::model::{Demand, Rule};

/// Words that not every database has: the word, where it stands, who has it, and the way out. What a database merely ignores is not
/// here.
const OFFERED: &[(&str, &str, &[Engine], &str)] = &[
    ("table", "schema", &[Engine::Postgres], "take `schema` away"),
    (
        "table",
        "partition_by",
        &[Engine::Postgres, Engine::MySql],
        "give it a struct without partitions",
    ),
    (
        "column",
        "update",
        &[Engine::MySql],
        "set the column in the code or by a trigger, and take `update` away",
    ),
];

/// Reports words that a listed database does not have.
pub(super) fn words(input: &Input, columns: &[Named], keys: &Keys, errors: &mut Errors) {
    let Some(engines) = &input.words.engines else {
        return;
    };
    for word in &input.said {
        offered("table", word, engines, errors);
    }
    for column in columns {
        for word in &column.field.said {
            offered("column", word, engines, errors);
        }
        numbered(column, keys, engines, errors);
    }
    engines_of_keys::words(input, columns, engines, errors);
}

/// What the compiler has to prove about types on the listed databases.
pub(super) fn demands(input: &Input, columns: &[Named], keys: &Keys) -> Vec<Demand> {
    let Some(engines) = &input.words.engines else {
        return Vec::new();
    };
    let mut demands = Vec::new();
    for (position, column) in columns.iter().enumerate() {
        let span = syn::spanned::Spanned::span(&column.field.ty);
        let mut demand = |rule| {
            demands.push(Demand {
                column: position,
                rule,
                span,
            });
        };
        for engine in engines {
            match engine {
                Engine::Postgres => demand(Rule::OnPostgres),
                Engine::MySql => demand(Rule::OnMySql),
                Engine::Sqlite => demand(Rule::OnSqlite),
            }
            if *engine == Engine::MySql && is_keyed(input, column, keys) {
                demand(Rule::KeyOnMySql);
            }
        }
    }
    demands
}

fn offered(place: &str, word: &Ident, engines: &[Engine], errors: &mut Errors) {
    let Some((_, _, offering, way_out)) = OFFERED
        .iter()
        .find(|(where_it_stands, known, ..)| *where_it_stands == place && word == known)
    else {
        return;
    };
    for engine in engines {
        if !offering.contains(engine) {
            refuse(word.span(), &word.to_string(), *engine, way_out, errors);
        }
    }
}

/// Only PostgreSQL numbers a column that is no key.
fn numbered(column: &Named, keys: &Keys, engines: &[Engine], errors: &mut Errors) {
    let Some(span) = column.field.words.numbered() else {
        return;
    };
    counted(&column.field.words, engines, errors);
    let name = &column.name.text;
    let leads = |key: &crate::model::Key| key.columns().next().is_some_and(|first| first == name);
    let is_first = keys.primary.first().is_some_and(|(first, _)| first == name);
    for engine in engines {
        let fits = match engine {
            Engine::Sqlite => is_first && keys.primary.len() == 1,
            Engine::MySql => is_first || keys.uniques.iter().any(leads),
            Engine::Postgres => true,
        };
        if !fits {
            errors.add(
                span,
                format!(
                    "{} numbers a primary key only, and the table is meant for it\n\
                     help: make the field the primary key, number the rows yourself, or take `{}` out of `engines`",
                    engine.title(),
                    engine.word()
                ),
            );
        }
    }
}

/// Only PostgreSQL has sequences, and refuses a number that a row brings.
fn counted(words: &ColumnWords, engines: &[Engine], errors: &mut Errors) {
    let numbers = words.auto_increment.as_ref().map(|own| &own.numbers);
    let counting = numbers.and_then(|numbers| {
        let cycle = numbers.cycle.and(words.auto_increment.as_ref());
        let chosen = numbers.increment.or(numbers.min).or(numbers.max);
        chosen
            .map(|(_, span)| span)
            .or(cycle.map(|numbering| numbering.span))
    });
    let always = words.identity.filter(|(own, _)| *own == Identity::Always);
    for engine in engines.iter().filter(|engine| **engine != Engine::Postgres) {
        let (title, engine) = (engine.title(), engine.word());
        if let Some((_, span)) = always {
            errors.add(
                span,
                format!("{title} takes a number that a row brings, and the table is meant for it\nhelp: write `auto_increment`, or take `{engine}` out of `engines`"),
            );
        }
        if let Some(span) = counting {
            errors.add(
                span,
                format!("{title} counts by ones from a first number, and the table is meant for it\nhelp: number the rows in the code, or take `{engine}` out of `engines`"),
            );
        }
    }
}

/// Whether MySQL would index the column.
fn is_keyed(input: &Input, column: &Named, keys: &Keys) -> bool {
    let name = &column.name.text;
    let mut indexes = keys.indexes.iter().chain(&keys.uniques);
    keys.primary.iter().any(|(key, _)| key == name)
        || indexes.any(|key| key.is_whole_on_mysql(name))
        || column.field.words.references.is_some()
        || input
            .words
            .foreign_keys
            .iter()
            .flat_map(|key| &key.fields)
            .any(|field| field.unraw() == column.field.ident.unraw())
}

pub(super) fn refuse(span: Span, word: &str, engine: Engine, way_out: &str, errors: &mut Errors) {
    errors.add(
        span,
        format!(
            "{} has no `{word}`, and the table is meant for it\nhelp: {way_out}, or take `{}` out of `engines`",
            engine.title(),
            engine.word()
        ),
    );
}
