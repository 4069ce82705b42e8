//! Texts of MySQL and MariaDB that name what goes, or what gets another name.
//!
//! In: an edit, and the schema before and after the renames. Out: an obstacle where a routine, an event or a trigger names
//! it. No catalogue tells what a body uses, a rename rewrites none, and the server looks nothing up before the body runs:
//! it would fail at the next call. Goes by names, so it may see a use where there is none. It sees none in a text that a body
//! puts together while it runs.

use super::Sides;
use crate::dialect::{Obstacle, mysql};
use crate::diff::Edit;
use crate::model::{Engine, ObjectId, Schema, TableName, Unsupported};

pub(super) fn find(edit: &Edit, sides: Sides<'_>) -> Option<Obstacle> {
    if sides.live.flavor.engine() != Engine::MySql {
        return None;
    }
    let (id, schema) = match edit {
        Edit::Drop(object) => (object.id(), sides.renamed),
        Edit::Rename { from, .. } => (from.clone(), sides.live),
        Edit::Create(_) | Edit::Alter { .. } => return None,
    };
    let user = match &id {
        ObjectId::Table(table) => user(schema, table, None),
        ObjectId::Column(table, column) => user(schema, table, Some(column)).or_else(|| {
            let is_renamed = matches!(edit, Edit::Rename { .. });
            is_renamed.then(|| own_trigger(schema, table, column))?
        }),
        _ => None,
    }?;
    Some(Obstacle::new(
        &user.object,
        format!("the text of this {} names `{id}`", user.kind),
        format!(
            "drop the {} `{}` yourself, apply, and create it again",
            user.kind, user.object
        ),
    ))
}

/// What is not on the table and names it, and the column of it. A table takes its own triggers along.
fn user<'a>(
    schema: &'a Schema,
    table: &TableName,
    column: Option<&str>,
) -> Option<&'a Unsupported> {
    let kinds = ["procedure", "function", "package", "package body", "event"];
    let mut items = schema.unsupported.iter();
    items.find(|item| {
        let text = item.definition.as_deref().unwrap_or_default();
        let is_beside = item.kind == "trigger" && item.on.as_ref() != Some(table);
        (is_beside || kinds.contains(&item.kind.as_str()))
            && mysql::mentions(text, &table.name)
            && column.is_none_or(|column| mysql::mentions(text, column))
    })
}

/// A trigger of the table that reads or sets the column.
fn own_trigger<'a>(schema: &'a Schema, table: &TableName, column: &str) -> Option<&'a Unsupported> {
    let mut items = schema.unsupported.iter();
    items.find(|item| {
        item.kind == "trigger"
            && item.on.as_ref() == Some(table)
            && item.column.as_deref() == Some(column)
    })
}
