//! Partitions, which are tables of their own in the catalogue.
//!
//! In: rows of the catalogue, and what was read of the partition as a table. Out: partitions of the
//! divided table. What a partition has and its table has not is listed; asks nothing.

use super::catalogue::{Catalogue, Relation};
use crate::model::{Partition, Partitioning, Schema, Table, Unsupported};

/// How the rows of a relation are divided, as the server tells it: `RANGE (a, lower(b))`.
pub(super) fn partitioning(relation: &Relation) -> Option<Partitioning> {
    let definition = relation.row.maybe(16)?;
    let (method, key) = definition.split_once(" (")?;
    Some(Partitioning {
        method: method.to_owned(),
        key: key.strip_suffix(')').unwrap_or(key).to_owned(),
    })
}

/// The relation that a partition is of.
fn divided<'a>(catalogue: &'a Catalogue, relation: &Relation) -> Option<&'a Relation> {
    let mut rows = catalogue.answers.inherits.iter();
    let row = rows.find(|row| row.number::<u32>(0) == relation.oid)?;
    catalogue.relations.get(&row.number(1))
}

/// Why the model cannot hold the partition.
pub(super) fn obstacle(catalogue: &Catalogue, relation: &Relation) -> Option<&'static str> {
    match divided(catalogue, relation) {
        None => Some("the table is divided in another namespace"),
        Some(divided) if divided.row.is(6) => Some("partitions of partitions are not supported"),
        Some(divided) if divided.name.schema != relation.name.schema => {
            Some("partitions in another namespace than their table are not supported")
        }
        _ => None,
    }
}

/// Puts a partition into its table.
pub(super) fn join(
    catalogue: &Catalogue,
    relation: &Relation,
    mut part: Table,
    schema: &mut Schema,
) {
    let Some(divided) = divided(catalogue, relation) else {
        return;
    };
    let constraints = Catalogue::rows(&catalogue.constraints, relation.oid);
    part.checks.retain(|check| {
        let mut rows = constraints.iter();
        rows.any(|row| row.text(2) == check.name.text() && row.is(21))
    });
    let Some(table) = schema.table_mut(&divided.name) else {
        return;
    };
    let mut found: Vec<Unsupported> = own(table, &part)
        .into_iter()
        .map(|(kind, object, definition)| Unsupported {
            object,
            kind: kind.to_owned(),
            reason: "a partition with something of its own is not supported".to_owned(),
            on: Some(divided.name.clone()),
            column: None,
            definition: Some(definition),
        })
        .collect();
    table.partitions.push(Partition {
        name: relation.name.name.clone(),
        bound: relation.row.text(17),
        options: part.options,
    });
    schema.unsupported.append(&mut found);
}

/// What the partition has and its table has not: kind, name and definition.
fn own(table: &Table, part: &Table) -> Vec<(&'static str, String, String)> {
    let mut found = Vec::new();
    let mut push = |kind, name: &str, definition: Result<String, serde_json::Error>| {
        let object = format!("{}.{name}", part.name);
        found.push((kind, object, definition.unwrap_or_default()));
    };
    for column in &part.columns {
        let Some(other) = table.column(&column.name) else {
            continue;
        };
        let differs = (&column.default, column.nullable) != (&other.default, other.nullable);
        // The identity of a table numbers the rows of its partitions too.
        if differs || column.comment.is_some() {
            push(
                "column of a partition",
                &column.name,
                serde_json::to_string(column),
            );
        }
    }
    if let Some(key) = &part.primary_key {
        push("key of a partition", "pkey", serde_json::to_string(key));
    }
    for unique in &part.uniques {
        push(
            "key of a partition",
            unique.name.text(),
            serde_json::to_string(unique),
        );
    }
    for index in &part.indexes {
        push(
            "index of a partition",
            index.name.text(),
            serde_json::to_string(index),
        );
    }
    for key in &part.foreign_keys {
        push("foreign key", key.name.text(), serde_json::to_string(key));
    }
    for check in &part.checks {
        push("check", check.name.text(), serde_json::to_string(check));
    }
    if let Some(comment) = &part.comment {
        push("comment", "", Ok(comment.clone()));
    }
    found
}
