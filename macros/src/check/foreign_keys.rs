//! Rules about foreign keys.
//!
//! In: references of fields and of the struct. Out: foreign keys over positions of columns. Whether
//! the target is there, is of the same type and is a key is left to the compiler.

use proc_macro2::{Ident, Span};
use syn::ext::IdentExt;

use super::{Named, keys};
use crate::attr::{Action, ActionWord, FOREIGN_KEY_WORDS, ForeignKeyWords};
use crate::errors::Errors;
use crate::input::Input;
use crate::model::ForeignKey;

/// The foreign keys of the fields, and those of the struct.
pub(super) fn foreign_keys(
    input: &Input,
    columns: &[Named],
    errors: &mut Errors,
) -> Vec<ForeignKey> {
    let of_fields = columns.iter().enumerate().filter_map(|(position, column)| {
        let words = &column.field.words;
        Some(ForeignKey {
            name: name(&words.reference_words),
            columns: vec![position],
            target: words.references.clone()?,
            on_delete: action(words.on_delete.as_ref()),
            on_update: action(words.on_update.as_ref()),
            words: flags(&words.reference_words),
            nulled: None,
        })
    });
    let mut all: Vec<ForeignKey> = of_fields.collect();
    for key in &input.words.foreign_keys {
        let known = errors.count();
        let positions = positions(input, &key.fields, columns, errors);
        if errors.count() > known {
            continue;
        }
        let (ours, theirs) = (key.fields.len(), key.target.fields.len());
        if ours != theirs {
            errors.add(
                key.word,
                format!(
                    "{ours} {} cannot refer to {theirs}\nhelp: name one field of the target for each field, in the same order",
                    if ours == 1 { "field" } else { "fields" }
                ),
            );
            continue;
        }
        defaults(&positions, columns, &key.words, errors);
        let actions = [&key.words.on_delete, &key.words.on_update];
        let nulled: Option<Span> = actions
            .into_iter()
            .flatten()
            .find(|word| word.action == Action::SetNull)
            .map(|word| word.span);
        all.push(ForeignKey {
            name: name(&key.words),
            columns: positions,
            target: key.target.clone(),
            on_delete: action(key.words.on_delete.as_ref()),
            on_update: action(key.words.on_update.as_ref()),
            words: flags(&key.words),
            nulled,
        });
    }
    all
}

/// The positions of the columns of these fields; a field that is none is reported.
fn positions(
    input: &Input,
    fields: &[Ident],
    columns: &[Named],
    errors: &mut Errors,
) -> Vec<usize> {
    let words = [&["references"], &FOREIGN_KEY_WORDS[..]].concat();
    let mut positions = Vec::new();
    for field in fields {
        let name = keys::column(input, field, &words, columns, errors);
        let position = columns.iter().position(|column| column.name.text == name);
        let is_twice = position.is_some_and(|position| positions.contains(&position));
        if is_twice {
            errors.add(
                field.span(),
                format!("duplicate `{}`\nhelp: name each field once", field.unraw()),
            );
        }
        positions.extend(position);
    }
    positions
}

/// What is set to its default needs one.
fn defaults(positions: &[usize], columns: &[Named], words: &ForeignKeyWords, errors: &mut Errors) {
    let actions = [&words.on_delete, &words.on_update].into_iter().flatten();
    for word in actions.filter(|word| word.action == Action::SetDefault) {
        let mut fields = positions.iter().filter_map(|at| columns.get(*at));
        if let Some(column) = fields.find(|column| column.field.words.default.is_none()) {
            errors.add(
                word.span,
                format!(
                    "`set_default` needs a default\nhelp: add `default = ...` to the field `{}`",
                    column.field.ident.unraw()
                ),
            );
        }
    }
}

fn action(word: Option<&ActionWord>) -> Action {
    word.map_or(Action::Nothing, |word| word.action)
}

fn name(words: &ForeignKeyWords) -> Option<String> {
    words.name.as_ref().map(|name| name.text.clone())
}

fn flags(words: &ForeignKeyWords) -> Vec<&'static str> {
    [
        (words.deferrable, "Deferrable"),
        (words.initially_deferred, "InitiallyDeferred"),
        (words.match_full, "MatchFull"),
    ]
    .into_iter()
    .filter_map(|(span, word)| span.map(|_| word))
    .collect()
}
