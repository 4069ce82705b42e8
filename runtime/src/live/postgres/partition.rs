//! Partitions, which are tables of their own in the catalogue.
//!
//! In: rows of the catalogue, and what was read of the partition as a table. Out: partitions of the
//! divided table, with what each has alone. Asks nothing.

use super::catalogue::{Catalogue, Relation};
use super::constraint;
use crate::model::{
    ATTACHED_KEY, AutoIncrement, Column, Namespace, Partition, Partitioning, Schema, Table,
    Unsupported,
};

const KEY: &str = "a key of a partition over a part of an index of the table is not supported";
/// How the rows of a relation are divided, as the server tells it: `RANGE (a, lower(b))`.
pub(super) fn partitioning(relation: &Relation) -> Option<Partitioning> {
    let definition = relation.row.maybe(14)?;
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
        Some(divided) if relation.row.is(5) => whole(catalogue, divided),
        _ => relation,
    }
}

/// Why the model cannot hold the partition.
pub(super) fn obstacle(catalogue: &Catalogue, relation: &Relation) -> Option<&'static str> {
    match divided(catalogue, relation) {
        None => Some("the table is divided in another namespace"),
        Some(divided) if divided.row.is(5) => Some("partitions of partitions are not supported"),
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
        rows.any(|row| row.borrowed(2) == check.name.text() && row.is(17))
    });
    let Some(table) = schema.table_mut(&divided.name) else {
        return;
    };
    let namespace = (part.name.schema != table.name.schema).then(|| match &part.name.schema {
        Some(schema) => Namespace::Named(schema.clone()),
        None => Namespace::Default,
    });
    let mut found = attached_keys(catalogue, relation, &mut part);
    let partition = Partition {
        name: relation.name.name.clone(),
        namespace,
        bound: relation.row.text(15),
        options: std::mem::take(&mut part.options),
        own: alone(table, part, &mut found),
    };
    for item in &mut found {
        item.on = Some(divided.name.clone());
    }
    if let Some(partitioning) = &mut table.partitioning {
        partitioning.modulus = partitioning.modulus.max(partition.modulus());
    }
    if table
        .partitions
        .iter()
        .any(|one| one.name == partition.name)
    {
        found.push(Unsupported {
            object: relation.name.to_string(),
            kind: "partition".to_owned(),
            reason: "another partition of the table has the name in another namespace".to_owned(),
            on: Some(divided.name.clone()),
            column: None,
            definition: Some(partition.bound),
        });
    } else {
        table.partitions.push(partition);
    }
    schema.unsupported.append(&mut found);
}

/// Takes out the keys whose index is a part of one of the divided table, which is no key: neither can go
/// without the other.
fn attached_keys(catalogue: &Catalogue, relation: &Relation, part: &mut Table) -> Vec<Unsupported> {
    let indexes = Catalogue::rows(&catalogue.indexes, relation.oid);
    let constraints = Catalogue::rows(&catalogue.constraints, relation.oid);
    let is_attached = |name: &str| {
        let key = constraints.iter().find(|row| row.borrowed(2) == name);
        let index = key.map(|row| row.number::<u32>(8));
        let mut indexes = indexes.iter();
        indexes.any(|row| Some(row.number::<u32>(0)) == index && row.is(17))
    };
    let mut found = Vec::new();
    let primary = part.primary_key.as_ref();
    let name = primary.and_then(|key| key.name.as_ref());
    if let Some(name) = name.filter(|name| is_attached(name.text())) {
        let columns = primary.map(|key| &key.columns);
        found.push(key(part, "PRIMARY KEY", name.text(), columns));
        part.primary_key = None;
    }
    let (attached, uniques): (Vec<_>, Vec<_>) = std::mem::take(&mut part.uniques)
        .into_iter()
        .partition(|unique| is_attached(unique.name.text()));
    part.uniques = uniques;
    for unique in attached {
        let name = unique.name.text();
        found.push(key(part, "UNIQUE", name, Some(&unique.columns)));
    }
    found
}

fn key(part: &Table, word: &str, name: &str, columns: Option<&Vec<String>>) -> Unsupported {
    let columns = columns.map(|columns| columns.join(", "));
    let text = format!("{word} ({})", columns.unwrap_or_default());
    listed(part, ATTACHED_KEY, name, KEY, text)
}

fn listed(part: &Table, kind: &str, name: &str, reason: &str, definition: String) -> Unsupported {
    Unsupported {
        object: format!("{}.{name}", part.name),
        kind: kind.to_owned(),
        reason: reason.to_owned(),
        on: None,
        column: None,
        definition: Some(definition),
    }
}

/// What a partition has and its table has not. A column of the table that has a default cannot be said to
/// have none in one partition.
fn alone(table: &Table, mut part: Table, found: &mut Vec<Unsupported>) -> Option<Box<Table>> {
    let mut columns = Vec::new();
    for column in std::mem::take(&mut part.columns) {
        let Some(other) = table.column(&column.name) else {
            continue;
        };
        let is_default_lost = column.default.is_none() && other.default.is_some();
        if is_default_lost {
            let reason = "a partition without the default of its table is not supported";
            let kind = "column of a partition";
            let text = "DROP DEFAULT".to_owned();
            found.push(listed(&part, kind, &column.name, reason, text));
        }
        // A number that the table draws from its sequence.
        let is_drawn = other.auto_increment == Some(AutoIncrement::Serial)
            && column
                .default
                .as_ref()
                .is_some_and(|text| text.starts_with("nextval("));
        let default = column
            .default
            .filter(|text| !is_drawn && other.default.as_ref() != Some(text));
        let own = Column {
            nullable: column.nullable || !other.nullable,
            default,
            comment: column.comment,
            ..Column::new(column.name, column.data_type)
        };
        if !own.nullable || own.default.is_some() || own.comment.is_some() {
            columns.push(own);
        }
    }
    let mut own = Table {
        columns,
        primary_key: part.primary_key,
        uniques: part.uniques,
        indexes: part.indexes,
        foreign_keys: part.foreign_keys,
        checks: part.checks,
        exclusions: part.exclusions,
        comment: part.comment,
        constraint_comments: part.constraint_comments,
        ..Table::new(part.name)
    };
    // What came from the table bears them.
    let lost = own.take_lost_comments();
    found.extend(constraint::lost_comments(&own, lost));
    (own != Table::new(own.name.clone())).then(|| Box::new(own))
}
