//! Rules about objects beside the tables.
//!
//! In: an object with its words. Out: every name that is unusable and every number that contradicts
//! another. Does not know how either is written in tokens.

use proc_macro2::Span;

use super::names::{listed_once, once, renamed_from_itself, stored, usable};
use crate::attr::column::DefaultValue;
use crate::attr::{DomainWords, Dropped, Engine, Numbers, Outside, OutsideKind, Sql};
use crate::errors::Errors;

/// Finds what is wrong with an object.
pub(crate) fn outside(object: &Outside, errors: &mut Errors) {
    let words = &object.words;
    usable(&object.name, errors);
    if let Some(schema) = &words.schema {
        usable(schema, errors);
    }
    if object.kind == OutsideKind::Schema && object.name.text.starts_with("pg_") {
        errors.add(
            object.name.span,
            "schemas whose names begin with `pg_` are PostgreSQL's own\nhelp: choose another name",
        );
    }
    if object.kind == OutsideKind::Extension && object.name.text == "plpgsql" {
        errors.add(
            object.name.span,
            "every PostgreSQL database has `plpgsql`\nhelp: take this away",
        );
    }
    if let Some(version) = &words.version
        && version.text.trim().is_empty()
    {
        errors.add(
            version.span,
            "the version is empty\nhelp: write `version = \"1.8\"`, or take it away",
        );
    }
    let mut seen = Vec::new();
    for old in words.renamed_from.iter().flatten() {
        stored(old, errors);
        if old.text == object.name.text {
            renamed_from_itself(old, object.kind.word(), errors);
        }
        listed_once(old, &mut seen, errors);
    }
    numbers(&words.numbers, errors);
    if object.kind == OutsideKind::Domain {
        domain(&words.domain, errors);
        let mut engines = words.engines.iter().flatten();
        if engines.any(|engine| *engine != Engine::Postgres) {
            errors.add(
                object.name.span,
                "PostgreSQL alone has domains\nhelp: write `engines(postgres)`",
            );
        }
    }
}

/// Finds what no domain could be made with.
fn domain(words: &DomainWords, errors: &mut Errors) {
    if let Some(data_type) = &words.data_type
        && data_type.text.trim().is_empty()
    {
        errors.add(
            data_type.span,
            "the type beneath the domain is empty\nhelp: name a type of the database, such as `\"text\"`",
        );
    }
    if let Some(collation) = &words.collation {
        usable(collation, errors);
    }
    if let Some((DefaultValue::Variant(_), span)) = &words.default {
        errors.add(
            *span,
            "a domain knows no enum of Rust\nhelp: write the value as it is stored: `default = \"open\"`",
        );
    }
    for check in &words.checks {
        if let Some(column) = check.columns.iter().flatten().next() {
            errors.add(
                column.span(),
                "a domain has no columns\nhelp: take `columns` away: `VALUE` stands for the value",
            );
        }
        let (Sql::Same(text) | Sql::Each([Some(text), _, _])) = &check.expression else {
            if let Sql::Each(texts) = &check.expression
                && let Some(text) = texts.iter().flatten().next()
            {
                errors.add(
                    text.span,
                    "PostgreSQL alone has domains\nhelp: write the check of another database on its columns",
                );
            }
            continue;
        };
        if !text.text.to_lowercase().contains("value") {
            errors.add(
                text.span,
                "the check says nothing of the value\nhelp: `VALUE` stands for it: `check(\"VALUE > 0\")`",
            );
        }
    }
    let names = words.checks.iter().filter_map(|check| check.name.as_ref());
    once(names, "check", errors);
}

/// Finds an object that is listed twice.
pub(crate) fn listed(objects: &[Outside], errors: &mut Errors) {
    for (at, object) in objects.iter().enumerate() {
        let schema = |object: &Outside| object.words.schema.as_ref().map(|name| name.text.clone());
        let is_same = |other: &&Outside| {
            other.kind == object.kind
                && other.name.text == object.name.text
                && schema(other) == schema(object)
        };
        if objects[..at].iter().any(|other| is_same(&other)) {
            errors.add(
                object.name.span,
                format!(
                    "duplicate {} `{}`\nhelp: keep one of them",
                    object.kind.word(),
                    object.name.text
                ),
            );
        }
    }
}

/// Finds what is wrong with the name of what may be dropped.
pub(crate) fn dropped(object: &Dropped, errors: &mut Errors) {
    stored(&object.name, errors);
}

/// Finds numbers that no sequence could be made with.
pub(crate) fn numbers(numbers: &Numbers, errors: &mut Errors) {
    if let Some((0, span)) = numbers.increment {
        errors.add(
            span,
            "a sequence with an increment of 0 stands still\nhelp: write `increment = 1`, or take it away",
        );
        return;
    }
    if let Some((cache, span)) = numbers.cache
        && cache < 1
    {
        errors.add(
            span,
            "a session takes at least one number at once\nhelp: write `cache = 1`, or take it away",
        );
    }
    let (least, greatest) = match numbers.integer.as_ref().map(|name| name.text.as_str()) {
        Some("i16") => (i64::from(i16::MIN), i64::from(i16::MAX)),
        Some("i32") => (i64::from(i32::MIN), i64::from(i32::MAX)),
        _ => (i64::MIN, i64::MAX),
    };
    let given = [numbers.start, numbers.min, numbers.max];
    for (number, span) in given.into_iter().flatten() {
        if number < least || number > greatest {
            errors.add(
                span,
                format!("the number does not fit into the type of the sequence\nhelp: it holds {least} to {greatest}"),
            );
            return;
        }
    }
    let is_descending = numbers.increment.is_some_and(|(step, _)| step < 0);
    // What nobody said is what both servers take.
    let min = numbers
        .min
        .map_or(if is_descending { least } else { 1 }, |(number, _)| number);
    let max = numbers
        .max
        .map_or(if is_descending { -1 } else { greatest }, |(number, _)| {
            number
        });
    let span = numbers
        .max
        .or(numbers.min)
        .map_or_else(Span::call_site, |(_, span)| span);
    if min >= max {
        errors.add(
            span,
            format!("no number lies between the least, {min}, and the greatest, {max}\nhelp: let `min` be below `max`"),
        );
        return;
    }
    if let Some((start, span)) = numbers.start
        && (start < min || start > max)
    {
        errors.add(
            span,
            format!("the first number lies outside of {min} to {max}\nhelp: change `start`, or write `min` or `max`"),
        );
    }
}
