//! Texts of MySQL and MariaDB that name what goes, or what gets another name.
//!
//! In: an edit, and the schema before and after the renames. Out: an obstacle where a routine, an event or a trigger names
//! it. No catalogue tells what a body uses, a rename rewrites none, and the server looks nothing up before the body runs:
//! it would fail at the next call. Goes by names, so it may see a use where there is none. It sees none in a text that a body
//! puts together while it runs.

use super::Sides;
use crate::dialect::{Obstacle, mysql, sqlite};
use crate::diff::Edit;
use crate::model::{Engine, Object, ObjectId, Schema, TableName, Unsupported};

/// The tables whose triggers, policies and rules name what goes. When they go before it, none of them is left to fail or
/// to hold on to it.
pub(super) fn hosts(edit: &Edit, sides: Sides<'_>) -> Vec<TableName> {
    let Edit::Drop(object) = edit else {
        return Vec::new();
    };
    let items = sides.renamed.unsupported.iter();
    let engine = sides.live.flavor.engine();
    if engine == Engine::Postgres {
        let named = match object {
            Object::Table(table) => &table.name,
            Object::View(view) => &view.name,
            Object::Enum(own) => &own.name,
            Object::Domain(own) => &own.name,
            _ => return Vec::new(),
        };
        let users = items.filter(|item| item.on.as_ref() == Some(named));
        let hosts = users.filter_map(|item| host(item, sides.renamed));
        return hosts.filter(|host| *host != named).cloned().collect();
    }
    let id = object.id();
    let table = match object {
        Object::Table(table) => &table.name,
        Object::View(view) => &view.name,
        Object::Column(table, _) => table,
        _ => return Vec::new(),
    };
    let column = id.column();
    let is_named = |item: &&Unsupported| {
        let text = item.definition.as_deref().unwrap_or_default();
        let says = |name: &str| sqlite::spell::mentions(text, name);
        match engine {
            Engine::Sqlite => says(&table.name) && column.is_none_or(says),
            _ => names(item, table, column),
        }
    };
    let users = items.filter(|item| item.kind == "trigger").filter(is_named);
    let hosts = users.filter_map(|item| item.on.clone());
    hosts.filter(|host| host != table).collect()
}

/// The table that carries the item, which names others as well (PostgreSQL).
pub(super) fn host<'a>(item: &Unsupported, schema: &'a Schema) -> Option<&'a TableName> {
    let of_same = schema.unsupported.iter().filter(|other| {
        (&other.kind, &other.object) == (&item.kind, &item.object)
            && schema.flavor.engine() == Engine::Postgres
    });
    let mut tables = of_same.filter_map(|other| other.on.as_ref());
    tables.find(|table| item.is_carried_by(table, Engine::Postgres))
}

/// `is_gone` tells whether a table goes before, and `is_free` whether a trigger lets go before.
pub(super) fn find(
    edit: &Edit,
    sides: Sides<'_>,
    is_gone: impl Fn(&TableName) -> bool,
    is_free: impl Fn(&Unsupported) -> bool,
) -> Option<Obstacle> {
    if sides.live.flavor.engine() != Engine::MySql {
        return None;
    }
    let (id, schema) = match edit {
        Edit::Drop(object) => (object.id(), sides.renamed),
        Edit::Rename { from, .. } => (from.clone(), sides.live),
        Edit::Create(_) | Edit::Alter { .. } => return None,
    };
    let user = match &id {
        ObjectId::Table(table) => user(schema, table, None, &is_gone, is_free),
        ObjectId::Column(table, column) => user(schema, table, Some(column), &is_gone, is_free)
            .or_else(|| {
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
    is_gone: impl Fn(&TableName) -> bool,
    is_free: impl Fn(&Unsupported) -> bool,
) -> Option<&'a Unsupported> {
    let kinds = ["procedure", "function", "package", "package body", "event"];
    let mut items = schema.unsupported.iter();
    items.find(|item| {
        let on = item.on.as_ref().filter(|on| *on != table);
        let is_beside =
            item.kind == "trigger" && on.is_some_and(|on| !is_gone(on)) && !is_free(item);
        (is_beside || kinds.contains(&item.kind.as_str())) && names(item, table, column)
    })
}

pub(super) fn names(item: &Unsupported, table: &TableName, column: Option<&str>) -> bool {
    let text = item.definition.as_deref().unwrap_or_default();
    says(text, item.on.as_ref(), table, column)
}

/// Whether the text names the table, and the column of it. `on` is the table of a trigger.
pub(super) fn says(
    text: &str,
    on: Option<&TableName>,
    table: &TableName,
    column: Option<&str>,
) -> bool {
    let mentions = match (on, column) {
        (Some(own), Some(column)) if own == table => {
            return mysql::mentions_own(text, &table.name, column);
        }
        (Some(own), _) if own != table => mysql::mentions_beside_rows,
        _ => mysql::mentions,
    };
    mysql::mentions(text, &table.name) && column.is_none_or(|column| mentions(text, column))
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
