//! Partitions, which are tables of their own in the catalogue.
//!
//! In: rows of the catalogue, and what was read of the partition as a table. Out: partitions of the
//! divided table. What a partition has and its table has not is listed; asks nothing.

use super::catalogue::{Catalogue, Relation};
use crate::model::{Index, Partition, Partitioning, Schema, Table, Target, Unsupported};

const INDEX: &str = "index of a partition";
const KEY: &str = "key of a partition";

/// How the rows of a relation are divided, as the server tells it: `RANGE (a, lower(b))`.
pub(super) fn partitioning(relation: &Relation) -> Option<Partitioning> {
    let definition = relation.row.maybe(16)?;
    let (method, key) = definition.split_once(" (")?;
    Some(Partitioning {
        method: method.to_owned(),
        key: key.strip_suffix(')').unwrap_or(key).to_owned(),
        modulus: None,
    })
}

/// The relation that a partition is of.
fn divided<'a>(catalogue: &'a Catalogue, relation: &Relation) -> Option<&'a Relation> {
    let mut rows = catalogue.answers.inherits.iter();
    let row = rows.find(|row| row.number::<u32>(0) == relation.oid)?;
    catalogue.relations.get(&row.number(1))
}

/// The table that a partition, or a partition of one, is of in the end; any other relation itself.
pub(super) fn whole<'a>(catalogue: &'a Catalogue, relation: &'a Relation) -> &'a Relation {
    match divided(catalogue, relation) {
        Some(divided) if relation.row.is(6) => whole(catalogue, divided),
        _ => relation,
    }
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
        .map(|own| Unsupported {
            object: format!("{}.{}", part.name, own.name),
            kind: own.kind.to_owned(),
            reason: "a partition with something of its own is not supported".to_owned(),
            on: Some(divided.name.clone()),
            column: own.column,
            definition: own.definition.ok(),
        })
        .collect();
    let partition = Partition {
        name: relation.name.name.clone(),
        bound: relation.row.text(17),
        options: part.options,
    };
    if let Some(partitioning) = &mut table.partitioning {
        partitioning.modulus = partitioning.modulus.max(partition.modulus());
    }
    table.partitions.push(partition);
    schema.unsupported.append(&mut found);
}

/// Something that a partition has and its table has not.
struct Own {
    kind: &'static str,
    name: String,
    /// The column that it goes with.
    column: Option<String>,
    definition: Result<String, serde_json::Error>,
}

fn own(table: &Table, part: &Table) -> Vec<Own> {
    let mut found = Vec::new();
    let mut push = |kind, name: &str, columns: Vec<&String>, text: &dyn Fn() -> _| {
        let mut columns: Vec<_> = columns.into_iter().cloned().map(Some).collect();
        if columns.is_empty() {
            columns.push(None);
        }
        found.extend(columns.into_iter().map(|column| Own {
            kind,
            name: name.to_owned(),
            column,
            definition: text(),
        }));
    };
    for column in &part.columns {
        let Some(other) = table.column(&column.name) else {
            continue;
        };
        let differs = (&column.default, column.nullable) != (&other.default, other.nullable);
        // The identity of a table numbers the rows of its partitions too.
        if differs || column.comment.is_some() {
            let text = || serde_json::to_string(column);
            push("column of a partition", &column.name, Vec::new(), &text);
        }
    }
    if let Some(key) = &part.primary_key {
        let text = || serde_json::to_string(key);
        push(KEY, "pkey", key.columns.iter().collect(), &text);
    }
    for unique in &part.uniques {
        let text = || serde_json::to_string(unique);
        let columns = unique.columns.iter().collect();
        push(KEY, unique.name.text(), columns, &text);
    }
    for index in &part.indexes {
        let text = || serde_json::to_string(index);
        push(INDEX, index.name.text(), columns(index), &text);
    }
    for key in &part.foreign_keys {
        let text = || serde_json::to_string(key);
        push("foreign key", key.name.text(), Vec::new(), &text);
    }
    for check in &part.checks {
        let text = || serde_json::to_string(check);
        push("check", check.name.text(), Vec::new(), &text);
    }
    if let Some(comment) = &part.comment {
        push("comment", "", Vec::new(), &|| Ok(comment.clone()));
    }
    found
}

fn columns(index: &Index) -> Vec<&String> {
    let parts = index.parts.iter().filter_map(|part| match &part.target {
        Target::Column(column) => Some(column),
        Target::Expression(_) => None,
    });
    parts.chain(&index.include).collect()
}
