//! Rules about the words of one field.
//!
//! In: words on fields. Out: columns, foreign keys, and what each word demands of the type. Leaves
//! the type itself to the compiler.

use super::keys::Keys;
use super::{Named, properties};
use crate::attr::{Action, ActionWord, ColumnWords, DefaultValue, Engine, Json};
use crate::errors::Errors;
use crate::input::{Input, InputField};
use crate::model::{Column, Demand, Rule, Stored};

/// Reports words that cannot stand on one field.
pub(super) fn contradictions(input: &Input, errors: &mut Errors) {
    for field in &input.fields {
        // A word that could not be read would be missed here, and told twice.
        if !field.is_whole {
            continue;
        }
        skip(field, errors);
        super::parts::contradictions(field, errors);
        if field.is_column() {
            foreign_key(&field.words, errors);
            auto_increment(&field.words, errors);
            length(&field.words, errors);
            properties::contradictions(&field.words, errors);
            json(field, errors);
        }
    }
}

/// The columns.
pub(super) fn columns(input: &Input, columns: &[Named], keys: &Keys) -> Vec<Column> {
    columns
        .iter()
        .map(|column| {
            let words = &column.field.words;
            Column {
                ident: column.field.ident.clone(),
                name: column.name.text.clone(),
                stored: stored(column.field, input.words.engines.as_deref()),
                is_key: keys.has_sole(&column.name.text),
                auto_increment: words.auto_increment.clone(),
                identity: words.identity.map(|(identity, _)| identity),
                max_length: words.max_length.map(|(length, _)| length),
                default: words.default.as_ref().map(|(default, _)| default.clone()),
                renamed_from: super::texts(&words.renamed_from),
                properties: words.properties.clone(),
            }
        })
        .collect()
}

/// What the compiler has to prove about types.
pub(super) fn demands(columns: &[Named], keys: &Keys) -> Vec<Demand> {
    let mut demands = Vec::new();
    for (position, column) in columns.iter().enumerate() {
        let mut demand = |rule, span| {
            demands.push(Demand {
                column: position,
                rule,
                span,
            });
        };
        let words = &column.field.words;
        for (_, span) in keys
            .primary
            .iter()
            .filter(|(name, _)| *name == column.name.text)
        {
            demand(Rule::Key, *span);
        }
        if let Some((default, span)) = &words.default
            && !matches!(default, DefaultValue::Sql(_))
        {
            demand(Rule::Default, *span);
        }
        if let Some(span) = words.numbered() {
            demand(Rule::AutoIncrement, span);
        }
        let bounds = words.auto_increment.as_ref();
        let bounds = bounds.map(|numbers| &numbers.numbers);
        let bounds = bounds.map(|numbers| [numbers.start, numbers.min, numbers.max]);
        for (_, span) in bounds.into_iter().flatten().flatten() {
            demand(Rule::Numbers, span);
        }
        if let Some((_, span)) = words.max_length {
            demand(Rule::MaxLength, span);
        }
        for (rule, span) in properties::demands(&words.properties) {
            demand(rule, span);
        }
        for action in [&words.on_delete, &words.on_update].into_iter().flatten() {
            if action.action == Action::SetNull {
                demand(Rule::SetNull, action.span);
            }
        }
    }
    demands
}

/// What sqlx writes into the column.
fn stored(field: &InputField, engines: Option<&[Engine]>) -> Stored {
    let sqlx = &field.sqlx;
    match (sqlx.json, &sqlx.try_from) {
        (Some(json), _) => Stored::Json {
            ty: field.ty.clone(),
            is_nullable: json == Json::Nullable,
        },
        (None, ty) => {
            let ty = ty.as_ref().unwrap_or(&field.ty).clone();
            match &field.words.properties.sql_type {
                Some((text, _)) if text.is_for(engines) => Stored::Named(ty),
                _ => Stored::Typed(ty),
            }
        }
    }
}

fn skip(field: &InputField, errors: &mut Errors) {
    let skip = match (field.words.skip, field.sqlx.skip) {
        (Some(_), _) => "skip",
        (None, Some(_)) => "#[sqlx(skip)]",
        (None, None) => return,
    };
    if let Some(word) = &field.words.first {
        errors.add(
            word.span(),
            format!("`{word}` contradicts `{skip}`\nhelp: a skipped field is no column; keep one of them"),
        );
    }
}

fn foreign_key(words: &ColumnWords, errors: &mut Errors) {
    for ActionWord { word, action, span } in
        [&words.on_delete, &words.on_update].into_iter().flatten()
    {
        if words.references.is_none() {
            errors.add(
                word.span(),
                format!(
                    "`{word}` needs `references`\nhelp: write `references = Org::id, {word} = ...`"
                ),
            );
        } else if *action == Action::SetDefault && words.default.is_none() {
            errors.add(
                *span,
                "`set_default` needs a default\nhelp: add `default = ...` to the field",
            );
        }
    }
}

fn auto_increment(words: &ColumnWords, errors: &mut Errors) {
    let word = match (&words.auto_increment, words.identity) {
        (Some(_), _) => "auto_increment",
        (None, Some(_)) => "identity",
        (None, None) => return,
    };
    if let Some((_, span)) = &words.default {
        errors.add(
            *span,
            format!("`default` contradicts `{word}`\nhelp: keep one of them: the database numbers the rows, or the default does"),
        );
    }
    if let Some(numbering) = &words.auto_increment {
        super::outside::numbers(&numbering.numbers, errors);
        if let Some(name) = &numbering.sequence {
            super::names::usable(name, errors);
        }
    }
}

fn length(words: &ColumnWords, errors: &mut Errors) {
    if let (Some((length, _)), Some((DefaultValue::Text(text), span))) =
        (words.max_length, &words.default)
        && text.chars().count() > length as usize
    {
        errors.add(
            *span,
            format!("the default is longer than `max_length`\nhelp: write `max_length = {}`, or a shorter default", text.chars().count()),
        );
    }
}

fn json(field: &InputField, errors: &mut Errors) {
    if let (Some(_), Some(reference)) = (field.sqlx.json, &field.words.references) {
        errors.add(
            reference.span,
            "a JSON document cannot refer to another table\nhelp: take `references` away, or `#[sqlx(json)]`",
        );
    }
}
