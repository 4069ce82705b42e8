//! How MySQL and MariaDB keep the rows of a table: by which engine, and whether divided.
//!
//! In: changes. Out: edges from and to a change of that. No column changes its type while rows are divided by it, and InnoDB alone
//! knows foreign keys, of tables that are not divided. Knows no statement.

use super::action::{Action, link};
use crate::diff::{Change, Edit};
use crate::model::{ForeignKey, Object, Table, TableName, USUAL};

pub(super) fn in_order(changes: &[Change], actions: &mut [Action]) {
    for (at, change) in changes.iter().enumerate() {
        let Edit::Alter {
            from: Object::Table(from),
            to: Object::Table(to),
        } = &change.edit
        else {
            continue;
        };
        let refers = [takes_references(from), takes_references(to)];
        for (other, beside) in changes.iter().enumerate() {
            let divided = divided_by([from, to], beside);
            let held = match &beside.edit {
                Edit::Drop(gone) | Edit::Alter { from: gone, .. } => holds_key(gone, &to.name),
                _ => false,
            };
            let wanted = match &beside.edit {
                Edit::Create(made) | Edit::Alter { to: made, .. } => holds_key(made, &to.name),
                _ => false,
            };
            if divided == [false, true] || refers == [true, false] && held {
                link(actions, other, at, true);
            } else if divided == [true, false] || refers == [false, true] && wanted {
                link(actions, at, other, true);
            }
        }
    }
}

/// Whether the rows of the table are divided, before and after, by the column that the change gives another type.
fn divided_by(tables: [&Table; 2], change: &Change) -> [bool; 2] {
    let id = change.object();
    let column = change.edit.altered_column().and(id.column());
    tables.map(|table| {
        let divided = table.partitioning.as_ref();
        id.table() == Some(&table.name)
            && column.is_some_and(|column| divided.is_some_and(|divided| divided.uses(column)))
    })
}

fn takes_references(table: &Table) -> bool {
    let engine = table.options.get("engine");
    let is_usual = |engine: &String| engine == USUAL || engine.eq_ignore_ascii_case("InnoDB");
    table.partitioning.is_none() && engine.is_none_or(is_usual)
}

/// Whether the object is a foreign key of the table or to it, or another table with one.
fn holds_key(object: &Object, table: &TableName) -> bool {
    let is_to = |key: &ForeignKey| key.target == *table;
    match object {
        Object::ForeignKey(owner, key) => owner == table || is_to(key),
        Object::Table(other) => other.name != *table && other.foreign_keys.iter().any(is_to),
        _ => false,
    }
}
