//! Views, materialised or not.
//!
//! In: rows of the catalogue. Out: views of the model, with what the server says that each uses. Asks
//! nothing.

use std::collections::{BTreeMap, BTreeSet};

use super::catalogue::{Catalogue, Relation};
use super::index;
use super::row::Row;
use super::table::storage;
use super::unsupported::{RULES, Uses, is_shown, uses};
use crate::dialect::postgres::kept;
use crate::model::{Column, ObjectId, Schema, Table, Unsupported, View};

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
    let mut options = storage(catalogue, relation);
    let method = catalogue.access_method(relation.row.number(13));
    if !matches!(method.as_str(), "" | "heap") {
        options.insert("using".to_owned(), method);
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
    let grants: BTreeMap<String, String> =
        serde_json::from_str(row.borrowed(6)).unwrap_or_default();
    let grants = grants.into_iter();
    kept.extend(grants.map(|(column, text)| (format!("{}{column}", kept::COLUMN_GRANTS), text)));
    for attribute in catalogue.attributes(relation.oid) {
        if let Some(default) = &attribute.expression {
            let key = format!("{}{}", kept::DEFAULT, attribute.name());
            kept.insert(key, default.clone());
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
    let attributes = catalogue.attributes(relation.oid).iter();
    attributes
        .map(|attribute| Column {
            comment: catalogue
                .comments
                .get(&(relation.oid, attribute.number.into()))
                .cloned(),
            collation: catalogue.collation(attribute),
            ..Column::new(attribute.name(), attribute.data_type())
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
fn uses_of(catalogue: &Catalogue, relation: &Relation, uses: &Uses) -> Vec<ObjectId> {
    let rules = catalogue.answers.rules.iter();
    let rule = rules
        .filter(|row| row.number::<u32>(1) == relation.oid && row.borrowed(2) == "_RETURN")
        .map(|row| row.number::<u32>(0))
        .next();
    let used = rule.and_then(|rule| uses.get(&(RULES, rule)));
    let mut ids = BTreeSet::new();
    for (other, number) in used.into_iter().flatten() {
        let Some(found) = catalogue.relations.get(other) else {
            continue;
        };
        if *other == relation.oid || !is_shown(found.kind) {
            continue;
        }
        if matches!(found.kind, 'v' | 'm') {
            ids.insert(ObjectId::View(found.name.clone()));
            continue;
        }
        ids.insert(ObjectId::Table(found.name.clone()));
        if let Some(column) = catalogue.attribute(*other, *number) {
            let column = column.name().to_owned();
            ids.insert(ObjectId::Column(found.name.clone(), column));
        }
    }
    ids.into_iter().collect()
}
