//! Views, materialised or not.
//!
//! In: rows of the catalogue. Out: views of the model, with what the server says that each uses. Asks
//! nothing.

use std::collections::{BTreeMap, BTreeSet};

use super::catalogue::{Catalogue, Relation};
use super::index;
use super::row::Row;
use super::unsupported::{RULES, uses};
use crate::dialect::postgres::kept;
use crate::model::{Column, ObjectId, Options, Schema, Table, Unsupported, View};

/// Reads every view.
pub(super) fn read(catalogue: &Catalogue, schema: &mut Schema) {
    let uses = uses(catalogue);
    for row in &catalogue.answers.views {
        let Some(relation) = catalogue.relations.get(&row.number(0)) else {
            continue;
        };
        let used = uses_of(catalogue, relation, &uses);
        let view = view(catalogue, relation, row, used, schema);
        schema.views.push(view);
    }
}

fn view(
    catalogue: &Catalogue,
    relation: &Relation,
    row: &Row,
    uses: Vec<ObjectId>,
    schema: &mut Schema,
) -> View {
    let materialized = relation.kind == 'm';
    let mut options: Options = relation.row.settings(11).into_iter().collect();
    let toast = relation.row.settings(12).into_iter();
    options.extend(toast.map(|(name, value)| (format!("toast.{name}"), value)));
    let method = relation.row.text(14);
    let settings = [
        ("tablespace", relation.row.text(13)),
        (
            "using",
            if method == "heap" {
                String::new()
            } else {
                method
            },
        ),
    ];
    for (name, value) in settings {
        if !value.is_empty() {
            options.insert(name.to_owned(), value);
        }
    }
    let mut kept = BTreeMap::new();
    for (name, value) in [
        (kept::OWNER, row.maybe(3)),
        (kept::GRANTS, row.maybe(4)),
        (kept::LOST, row.maybe(5)),
        (
            kept::EMPTY,
            (materialized && !row.is(1)).then(|| "true".to_owned()),
        ),
    ] {
        if let Some(value) = value {
            kept.insert(name.to_owned(), value);
        }
    }
    for (prefix, at) in [(kept::DEFAULT, 6), (kept::COLUMN_GRANTS, 7)] {
        let of_columns: BTreeMap<String, String> =
            serde_json::from_str(&row.text(at)).unwrap_or_default();
        let of_columns = of_columns.into_iter();
        kept.extend(of_columns.map(|(column, text)| (format!("{prefix}{column}"), text)));
    }
    for index in Catalogue::rows(&catalogue.indexes, relation.oid) {
        if let Some(comment) = catalogue.comments.get(&(index.number(0), 0)) {
            let key = format!("{}{}", kept::INDEX_COMMENT, index.text(2));
            kept.insert(key, comment.clone());
        }
    }
    View {
        materialized,
        options,
        indexes: indexes(catalogue, relation, schema),
        comment: catalogue.comments.get(&(relation.oid, 0)).cloned(),
        columns: columns(catalogue, relation),
        uses,
        kept,
        ..View::new(
            relation.name.clone(),
            row.text(2).trim().trim_end_matches(';'),
        )
    }
}

fn columns(catalogue: &Catalogue, relation: &Relation) -> Vec<Column> {
    let attributes = catalogue.attributes.get(&relation.oid);
    attributes
        .into_iter()
        .flatten()
        .map(|attribute| Column {
            comment: catalogue
                .comments
                .get(&(relation.oid, attribute.number.into()))
                .cloned(),
            ..Column::new(&attribute.name, &attribute.data_type)
        })
        .collect()
}

/// The indexes of a materialised view. What the model cannot hold of one is listed.
fn indexes(
    catalogue: &Catalogue,
    relation: &Relation,
    schema: &mut Schema,
) -> Vec<crate::model::Index> {
    let mut table = Table::new(relation.name.clone());
    let mut found = Schema::new(schema.flavor);
    index::read(catalogue, relation, &mut table, &mut found);
    let items = found.unsupported.into_iter().map(|item| Unsupported {
        on: Some(relation.name.clone()),
        ..item
    });
    schema.unsupported.extend(items);
    table.indexes
}

/// The tables, columns and views that the rule of a view speaks of.
fn uses_of(
    catalogue: &Catalogue,
    relation: &Relation,
    uses: &BTreeMap<(u32, u32), Vec<(u32, i16)>>,
) -> Vec<ObjectId> {
    let rules = catalogue.answers.rules.iter();
    let rule = rules
        .filter(|row| row.number::<u32>(1) == relation.oid && row.text(2) == "_RETURN")
        .map(|row| row.number::<u32>(0))
        .next();
    let used = rule.and_then(|rule| uses.get(&(RULES, rule)));
    let mut ids = BTreeSet::new();
    for (other, number) in used.into_iter().flatten() {
        let Some(found) = catalogue.relations.get(other) else {
            continue;
        };
        if *other == relation.oid {
            continue;
        }
        if matches!(found.kind, 'v' | 'm') {
            ids.insert(ObjectId::View(found.name.clone()));
            continue;
        }
        ids.insert(ObjectId::Table(found.name.clone()));
        if let Some(column) = catalogue.column_names.get(&(*other, *number)) {
            ids.insert(ObjectId::Column(found.name.clone(), column.clone()));
        }
    }
    ids.into_iter().collect()
}
