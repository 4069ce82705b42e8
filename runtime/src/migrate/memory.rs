//! What is remembered as ours.
//!
//! In: the live schema after a run, and what was ours before. Out: the base of the next comparison.

use std::collections::BTreeSet;

use super::survey::Survey;
use crate::comparison::Comparison;
use crate::diff::keep_own;
use crate::model::{Column, Intents, ObjectId, Origin, Schema, Table, TableName, lift_triggers};

/// The objects that are ours: those that were, and those that are desired, as far as they are there.
pub(super) fn owned(live: &Schema, survey: &Survey) -> Schema {
    let desired = &survey.compared.paired.desired;
    let old = survey.compared.paired.base.as_ref();
    let ours: BTreeSet<ObjectId> = desired
        .ids()
        .chain(old.into_iter().flat_map(Schema::ids))
        .collect();
    let mut owned = live.clone();
    lift_triggers(&mut owned, &ours);
    owned.unsupported.clear();
    owned.kept.clear();
    owned
        .namespaces
        .retain(|name| ours.contains(&ObjectId::Namespace(name.clone())));
    let has = |id: ObjectId| ours.contains(&id);
    let extensions = &mut owned.extensions;
    extensions.retain(|item| has(ObjectId::Extension(item.name.clone())));
    owned
        .enums
        .retain(|item| has(ObjectId::Enum(item.name.clone())));
    // A value that the code never had stays somebody else's.
    for intent in &survey.compared.paired.intents.enums {
        let is_foreign = |value: &String| {
            let foreign = &survey.compared.paired.foreign;
            foreign.contains(&intent.place.id(value))
        };
        if let Some(mut values) = intent.place.values(&owned)
            && values.iter().any(is_foreign)
        {
            values.retain(|value| !is_foreign(value));
            intent.place.set(&mut owned, &values);
        }
    }
    let domains = &mut owned.domains;
    domains.retain(|item| has(ObjectId::Domain(item.name.clone())));
    // What somebody else said of a domain stays somebody else's.
    let Comparison {
        paired, difference, ..
    } = &survey.compared;
    for domain in domains {
        keep_own(domain, paired, &difference.foreign);
    }
    let sequences = &mut owned.sequences;
    sequences.retain(|item| has(ObjectId::Sequence(item.name.clone())));
    owned
        .views
        .retain(|item| has(ObjectId::View(item.name.clone())));
    owned
        .tables
        .retain(|table| ours.contains(&ObjectId::Table(table.name.clone())));
    for table in &mut owned.tables {
        let name = table.name.clone();
        table
            .columns
            .retain(|column| has(ObjectId::Column(name.clone(), column.name.clone())));
        keep_ours(table, &name, &has);
        let partitions = &mut table.partitions;
        partitions.retain(|item| has(ObjectId::Partition(name.clone(), item.name.clone())));
        for part in partitions {
            let name = part.table(&name);
            part.own = part.own.take().and_then(|mut own| {
                keep_ours(&mut own, &name, &has);
                own.columns
                    .retain(|column| has_property(&name, column, &has));
                (*own != Table::new(name)).then_some(own)
            });
        }
    }
    owned
}

/// Whether a partition's column has something of its own that is ours.
fn has_property(part: &TableName, column: &Column, has: &dyn Fn(ObjectId) -> bool) -> bool {
    let name = &column.name;
    has(ObjectId::NotNull(part.clone(), name.clone()))
        || has(ObjectId::Default(part.clone(), name.clone()))
        || has(ObjectId::Comment(part.clone(), Some(name.clone())))
}

/// Keeps of a table, or of what a partition has alone, what is ours.
fn keep_ours(table: &mut Table, name: &TableName, has: &dyn Fn(ObjectId) -> bool) {
    for column in &mut table.columns {
        if !has(ObjectId::Default(name.clone(), column.name.clone())) {
            column.default = None;
        }
    }
    table
        .uniques
        .retain(|item| has(ObjectId::Unique(name.clone(), item.name.text().to_owned())));
    table
        .indexes
        .retain(|item| has(ObjectId::Index(name.clone(), item.name.text().to_owned())));
    table.foreign_keys.retain(|item| {
        has(ObjectId::ForeignKey(
            name.clone(),
            item.name.text().to_owned(),
        ))
    });
    table
        .checks
        .retain(|item| has(ObjectId::Check(name.clone(), item.name.text().to_owned())));
    table.exclusions.retain(|item| {
        has(ObjectId::Exclusion(
            name.clone(),
            item.name.text().to_owned(),
        ))
    });
    let triggers = &mut table.triggers;
    triggers.retain(|item| has(ObjectId::Trigger(name.clone(), item.name.clone())));
    if !has(ObjectId::PrimaryKey(name.clone())) {
        table.primary_key = None;
    }
    table.take_lost_comments();
}

pub(super) fn origins(intents: &Intents) -> Vec<(TableName, Origin)> {
    let tables = intents.tables.iter();
    tables
        .filter_map(|(table, intent)| Some((table.clone(), intent.origin.clone()?)))
        .collect()
}
