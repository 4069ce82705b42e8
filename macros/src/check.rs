//! Every rule that needs more than one word.
//!
//! In: [`Input`]. Out: [`Model`], and every contradiction in the collector; the model counts only
//! when there is none. Does not know how either is written in tokens.

mod columns;
mod engines;
mod engines_of_keys;
mod foreign_keys;
mod key_words;
mod keys;
mod names;
mod options;
pub(crate) mod outside;
pub(crate) mod partial;
mod partitions;
pub(crate) mod parts;
mod properties;
mod spelling;
mod triggers;
pub(crate) mod view;

use crate::attr;
use crate::errors::Errors;
use crate::input::{Input, InputField};
use crate::model::{Check, Model};

/// A field that is a column, and the name it has in the database.
struct Named<'a> {
    field: &'a InputField,
    name: attr::Name,
}

/// Turns the words of a struct into a table.
pub(crate) fn check(input: &Input, errors: &mut Errors) -> Model {
    let named = names::columns(input, errors);
    columns::contradictions(input, errors);
    names::table(input, errors);
    names::renames(input, &named, errors);
    names::dropped(input, &named, errors);
    let keys = keys::keys(input, &named, errors);
    names::keys(input, errors);
    columns_of_texts(input, &named, errors);
    options::contradictions(input, &keys, errors);
    triggers::triggers(input, errors);
    engines::words(input, &named, &keys, errors);
    let partitioning = partitions::partitions(input, &named, &keys, errors);
    let columns = columns::columns(input, &named, &keys);
    let foreign_keys = foreign_keys::foreign_keys(input, &named, errors);
    let mut demands = columns::demands(&named, &keys);
    demands.extend(engines::demands(input, &named, &keys));
    let spelled = spelling::settle(&columns, &mut demands);
    Model {
        vis: input.vis.clone(),
        ident: input.ident.clone(),
        schema: input.words.schema.as_ref().map(|name| name.text.clone()),
        name: names::table_name(input),
        renamed_from: texts(&input.words.renamed_from),
        foreign_keys,
        targets: keys.targets().filter(|key| key.len() > 1).collect(),
        demands,
        spelled,
        parts: parts::parts(input),
        is_part: false,
        engines: input.words.engines.clone().unwrap_or_default(),
        columns,
        primary_key: keys.primary.into_iter().map(|(name, _)| name).collect(),
        primary_name: keys.primary_name,
        primary_words: keys.primary_words,
        uniques: keys.uniques,
        indexes: keys.indexes,
        exclusions: keys.exclusions,
        checks: checks(input),
        comment: input
            .words
            .options
            .comment
            .as_ref()
            .map(|name| name.text.clone()),
        options: input.words.options.found.clone(),
        triggers: input.words.triggers.clone(),
        dropped: texts(&input.words.dropped),
        partitioning,
    }
}

/// Refuses a field that a check or a generated column names and the struct does not have.
fn columns_of_texts(input: &Input, named: &[Named], errors: &mut Errors) {
    let generated = input
        .fields
        .iter()
        .filter_map(|field| field.words.properties.generated.as_ref());
    let of_checks = all_checks(input).filter_map(|check| check.columns.as_ref());
    let of_generated = generated.filter_map(|generated| generated.columns.as_ref());
    for field in of_checks.chain(of_generated).flatten() {
        keys::column(input, field, &[], named, errors);
    }
}

fn all_checks(input: &Input) -> impl Iterator<Item = &attr::Check> {
    let of_fields = input.fields.iter().flat_map(|field| &field.words.checks);
    of_fields.chain(&input.words.checks)
}

fn checks(input: &Input) -> Vec<Check> {
    all_checks(input)
        .map(|check| Check {
            name: check.name.as_ref().map(|name| name.text.clone()),
            expression: check.expression.clone(),
        })
        .collect()
}

fn texts(names: &[attr::Name]) -> Vec<String> {
    names.iter().map(|name| name.text.clone()).collect()
}
