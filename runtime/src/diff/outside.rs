//! Pairs what stands beside the tables.
//!
//! In: the sides. Out: declared renames made, and settings that the code does not state taken as they
//! are found. Knows no table.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{Engine, ObjectId, Schema, rename_object};

use super::{Cause, Change, Edit, Paired};

/// Makes the declared renames in base and live.
pub(super) fn rename(paired: &mut Paired) {
    for (id, olds) in paired.intents.renamed_from.clone() {
        let has = |schema: &Schema, id: &ObjectId| schema.holds(id);
        let base = paired.base.as_ref();
        let Some(old) = olds.iter().find(|old| {
            !has(&paired.desired, old)
                && (has(&paired.live, old) || base.is_some_and(|base| has(base, old)))
        }) else {
            continue;
        };
        if !has(&paired.live, &id) && has(&paired.live, old) {
            rename_object(&mut paired.live, old, &id);
            paired.renames.push(Change::new(
                Edit::Rename {
                    from: old.clone(),
                    to: id.clone(),
                },
                Cause::Declared,
            ));
        }
        if !has(&paired.live, old)
            && let Some(base) = &mut paired.base
            && !has(base, &id)
        {
            rename_object(base, old, &id);
        }
    }
}

/// Takes what the code does not state as it is found.
pub(super) fn adopt(paired: &mut Paired) {
    if !paired.intents.adopts_unstated {
        return;
    }
    let (desired, live) = (&mut paired.desired, &paired.live);
    for extension in &mut desired.extensions {
        let found = live.extensions.iter();
        let Some(found) = found.into_iter().find(|found| found.name == extension.name) else {
            continue;
        };
        let id = ObjectId::Extension(extension.name.clone());
        let stated = paired.intents.stated.get(&id);
        if !stated.is_some_and(|words| words.contains("schema")) {
            extension.schema.clone_from(&found.schema);
        }
        if extension.version.is_none() {
            extension.version.clone_from(&found.version);
        }
        extension.provides.clone_from(&found.provides);
        extension.is_fixed = found.is_fixed;
    }
    let nothing = BTreeSet::new();
    let has_sequences = live.flavor.engine() == Engine::Postgres;
    for table in &mut desired.tables {
        let Some(found) = live.table(&table.name) else {
            continue;
        };
        let name = &table.name;
        for column in &mut table.columns {
            let Some(other) = found.column(&column.name) else {
                continue;
            };
            if column.auto_increment.is_none() || other.auto_increment.is_none() {
                continue;
            }
            let id = ObjectId::Column(name.clone(), column.name.clone());
            let stated = paired.intents.stated.get(&id).unwrap_or(&nothing);
            // A sequence that the column owns numbers rows as well as an identity does.
            if !stated.contains("identity") {
                column.auto_increment = other.auto_increment;
            }
            if has_sequences {
                adopt_options(&mut column.numbering, &other.numbering, stated);
            } else {
                // The first number counted when the table was made, and cannot be asked for.
                column.numbering.clone_from(&other.numbering);
            }
        }
    }
    for sequence in &mut desired.sequences {
        let found = live.sequences.iter();
        let Some(found) = found.into_iter().find(|found| found.name == sequence.name) else {
            continue;
        };
        let id = ObjectId::Sequence(sequence.name.clone());
        let stated = paired.intents.stated.get(&id).unwrap_or(&nothing);
        adopt_options(&mut sequence.options, &found.options, stated);
        sequence.owned_by.clone_from(&found.owned_by);
        if sequence.comment.is_none() {
            sequence.comment.clone_from(&found.comment);
        }
    }
    for domain in &mut desired.domains {
        let found = live.domains.iter();
        let Some(found) = found.into_iter().find(|found| found.name == domain.name) else {
            continue;
        };
        if domain.comment.is_none() {
            domain.comment.clone_from(&found.comment);
        }
        if domain.collation.is_none() && domain.data_type == found.data_type {
            domain.collation.clone_from(&found.collation);
        }
    }
}

/// Takes the options that are not stated from what is there.
pub(super) fn adopt_options(
    options: &mut BTreeMap<String, String>,
    found: &BTreeMap<String, String>,
    stated: &BTreeSet<String>,
) {
    options.retain(|word, _| stated.contains(word));
    let unstated = found.iter().filter(|(word, _)| !stated.contains(*word));
    options.extend(unstated.map(|(word, value)| (word.clone(), value.clone())));
}
