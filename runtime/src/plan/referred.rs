//! Keys that a table which is not managed refers to.
//!
//! In: an edit that takes a key away. Out: an obstacle where such a reference needs it: the server would refuse it in
//! the middle of the run.

use crate::dialect::Obstacle;
use crate::diff::Edit;
use crate::model::{Index, Object, REFERENCE, Schema, TableName, Target};

pub(super) fn find(edit: &Edit, live: &Schema) -> Option<Obstacle> {
    let (Edit::Drop(object) | Edit::Alter { from: object, .. }) = edit else {
        return None;
    };
    let (table, columns) = key(object)?;
    if matches!(edit, Edit::Alter { to, .. } if key(to) == key(object)) {
        return None;
    }
    let mut items = live.unsupported.iter();
    let item = items.find(|item| {
        let named = item.definition.as_deref().unwrap_or_default();
        item.kind == REFERENCE && item.on.as_ref() == Some(table) && sorted(named) == columns
    })?;
    Some(Obstacle::new(
        &item.object,
        format!(
            "this {REFERENCE} needs the key over `{}` of `{table}`",
            columns.join(", ")
        ),
        format!(
            "drop `{}` yourself, apply, and create it again",
            item.object
        ),
    ))
}

/// The columns that the object lets others refer to.
fn key(object: &Object) -> Option<(&TableName, Vec<String>)> {
    let (table, mut columns) = match object {
        Object::PrimaryKey(table, key) => (table, key.columns.clone()),
        Object::Unique(table, unique) => (table, unique.columns.clone()),
        Object::Index(table, index) if index.unique => (table, columns(index)?),
        _ => return None,
    };
    columns.sort();
    Some((table, columns))
}

fn columns(index: &Index) -> Option<Vec<String>> {
    let parts = index.parts.iter().map(|part| match &part.target {
        Target::Column(name) => Some(name.clone()),
        Target::Expression(_) => None,
    });
    parts.collect()
}

fn sorted(names: &str) -> Vec<String> {
    let mut names: Vec<String> = names.split(", ").map(str::to_owned).collect();
    names.sort();
    names
}
