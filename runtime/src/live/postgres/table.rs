//! Tables, with what belongs to them.
//!
//! In: rows of the catalogue. Out: tables of the model; a table that the model cannot hold as a
//! whole is listed with all that was read of it. Asks nothing.

use super::catalogue::{Catalogue, Relation};
use super::{column, constraint, index, partition};
use crate::model::{Options, REFERENCE, REPLICA_IDENTITY, Schema, Table, Unsupported, by_index};

/// Reads every table.
pub(super) fn read(catalogue: &Catalogue, schema: &mut Schema) {
    let mut parts = Vec::new();
    for relation in catalogue.relations.values() {
        if !matches!(relation.kind, 'r' | 'p' | 'f') {
            continue;
        }
        let mut found = Schema::new(schema.flavor);
        let table = table(catalogue, relation, &mut found);
        let Some(reason) = obstacle(catalogue, relation) else {
            schema.unsupported.append(&mut found.unsupported);
            schema.sequences.append(&mut found.sequences);
            if relation.row.is(5) {
                parts.push((relation, table));
            } else {
                schema.tables.push(table);
            }
            continue;
        };
        schema.unsupported.extend(references(&table));
        found.tables.push(table);
        schema.unsupported.push(Unsupported {
            object: relation.name.to_string(),
            kind: kind(relation).to_owned(),
            reason: reason.to_owned(),
            on: Some(partition::whole(catalogue, relation).name.clone()),
            column: None,
            definition: Some(definition(catalogue, relation, &found.sorted())),
        });
    }
    parts.sort_by(|(a, _), (b, _)| a.name.cmp(&b.name));
    for (relation, part) in parts {
        partition::join(catalogue, relation, part, schema);
    }
}

fn table(catalogue: &Catalogue, relation: &Relation, found: &mut Schema) -> Table {
    let mut table = Table {
        columns: column::of(catalogue, relation, found),
        comment: catalogue.comments.get(&(relation.oid, 0)).cloned(),
        options: options(catalogue, relation),
        partitioning: partition::partitioning(relation),
        ..Table::new(relation.name.clone())
    };
    constraint::read(catalogue, relation, &mut table, found);
    index::read(catalogue, relation, &mut table, found);
    properties(catalogue, relation, found);
    table
}

/// What a table that the model cannot hold needs of other tables.
fn references(table: &Table) -> Vec<Unsupported> {
    let mut items = Vec::new();
    for key in &table.foreign_keys {
        let item = Unsupported {
            object: format!("{}.{}", table.name, key.name),
            kind: REFERENCE.to_owned(),
            reason: "it belongs to a table that is not managed".to_owned(),
            on: Some(key.target.clone()),
            column: None,
            definition: Some(key.target_columns.join(", ")),
        };
        let columns = key.target_columns.iter();
        items.extend(columns.map(|column| Unsupported {
            column: Some(column.clone()),
            ..item.clone()
        }));
    }
    items
}

fn options(catalogue: &Catalogue, relation: &Relation) -> Options {
    let mut options = storage(catalogue, relation);
    if relation.row.letter(4) == 'u' {
        options.insert("unlogged".to_owned(), "true".to_owned());
    }
    if let Some(identity) = replica_identity(catalogue, relation) {
        options.insert(REPLICA_IDENTITY.to_owned(), identity);
    }
    options
}

fn replica_identity(catalogue: &Catalogue, relation: &Relation) -> Option<String> {
    let index = || {
        let mut rows = Catalogue::rows(&catalogue.indexes, relation.oid).iter();
        rows.find(|row| row.is(16))
            .map(|row| by_index(row.borrowed(2)))
    };
    match relation.row.letter(8) {
        'f' => Some("full".to_owned()),
        // Without its index, nothing is told of a row.
        'i' => Some(index().unwrap_or_else(|| "nothing".to_owned())),
        'n' => Some("nothing".to_owned()),
        _ => None,
    }
}

/// Where and how the rows of a table or a materialised view are kept.
pub(super) fn storage(catalogue: &Catalogue, relation: &Relation) -> Options {
    let mut options: Options = relation.row.settings(10).into_iter().collect();
    if let Some(toast) = catalogue.relations.get(&relation.row.number(11)) {
        let settings = toast.row.settings(10).into_iter();
        options.extend(settings.map(|(name, value)| (format!("toast.{name}"), value)));
    }
    if let Some(tablespace) = catalogue.tablespace(relation.row.number(12)) {
        options.insert("tablespace".to_owned(), tablespace);
    }
    options
}

/// Why the model cannot hold the table.
fn obstacle(catalogue: &Catalogue, relation: &Relation) -> Option<&'static str> {
    let inherits = |row: &super::row::Row| {
        row.number::<u32>(0) == relation.oid || row.number::<u32>(1) == relation.oid
    };
    match relation.kind {
        'p' if relation.row.is(5) => Some("partitions of partitions are not supported"),
        'p' => None,
        'f' => Some("foreign tables are not supported"),
        _ if relation.row.is(5) => partition::obstacle(catalogue, relation),
        _ if relation.row.is(9) => Some("tables of a composite type are not supported"),
        _ if catalogue.answers.inherits.iter().any(inherits) => {
            Some("inheritance between tables is not supported")
        }
        _ => None,
    }
}

fn kind(relation: &Relation) -> &'static str {
    match relation.kind {
        'p' => "partitioned table",
        'f' => "foreign table",
        _ if relation.row.is(5) => "partition",
        _ if relation.row.is(9) => "typed table",
        _ => "inherited table",
    }
}

/// All that was read of the table. The server has no words for a whole table.
fn definition(catalogue: &Catalogue, relation: &Relation, found: &Schema) -> String {
    let parents = catalogue.answers.inherits.iter();
    let parents: Vec<String> = parents
        .filter(|row| row.number::<u32>(0) == relation.oid)
        .map(|row| row.text(2))
        .collect();
    let own = [14, 15, 16].map(|at| relation.row.text(at));
    let model = serde_json::to_string(&(&found.tables, &found.unsupported));
    format!(
        "{} {} {}",
        parents.join(", "),
        own.join(" "),
        model.unwrap_or_default()
    )
}

/// What a table can have and the model cannot hold.
fn properties(catalogue: &Catalogue, relation: &Relation, found: &mut Schema) {
    let row = &relation.row;
    let policies = match (row.is(6), row.is(7)) {
        (true, true) => "ENABLED FORCED",
        (true, false) => "ENABLED",
        (false, true) => "FORCED",
        (false, false) => "",
    };
    let method = catalogue.access_method(row.number(13));
    let method = if method == "heap" { "" } else { &method };
    for (kind, value) in [
        ("row level security", policies),
        ("table access method", method),
    ] {
        if !value.is_empty() {
            found.unsupported.push(Unsupported {
                object: relation.name.to_string(),
                kind: kind.to_owned(),
                reason: "the table has a setting that is not supported".to_owned(),
                on: Some(relation.name.clone()),
                column: None,
                definition: Some(value.to_owned()),
            });
        }
    }
}
