//! How MySQL and MariaDB keep the rows of a table: by which engine, and whether divided.
//!
//! In: changes. Out: edges from and to a change of that. No column changes its type while rows are divided by it; InnoDB alone
//! knows foreign keys, of tables that are not divided, and on MySQL descending indexes (MySQL 8.4 manual, 10.3.13). Knows no
//! statement.

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
        let descends = [is_of_innodb(from), is_of_innodb(to)];
        for (other, beside) in changes.iter().enumerate() {
            let divided = divided_by([from, to], beside);
            let (gone, made) = gone_and_made(&beside.edit);
            let is_first = |takes, is_held: fn(&Object, &TableName) -> bool| {
                takes == [true, false] && gone.is_some_and(|gone| is_held(gone, &to.name))
            };
            let is_last = |takes, is_wanted: fn(&Object, &TableName) -> bool| {
                takes == [false, true] && made.is_some_and(|made| is_wanted(made, &to.name))
            };
            if divided == [false, true] || is_first(refers, holds_key) || is_first(descends, falls)
            {
                link(actions, other, at, true);
            } else if divided == [true, false]
                || is_last(refers, holds_key)
                || is_last(descends, falls)
            {
                link(actions, at, other, true);
            }
        }
    }
}

/// What the edit takes away, and what it makes.
fn gone_and_made(edit: &Edit) -> (Option<&Object>, Option<&Object>) {
    match edit {
        Edit::Create(made) => (None, Some(made)),
        Edit::Drop(gone) => (Some(gone), None),
        Edit::Alter { from, to } => (Some(from), Some(to)),
        Edit::Rename { .. } => (None, None),
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
    table.partitioning.is_none() && is_of_innodb(table)
}

fn is_of_innodb(table: &Table) -> bool {
    let engine = table.options.get("engine");
    engine.is_none_or(|engine| engine == USUAL || engine.eq_ignore_ascii_case("InnoDB"))
}

/// Whether the object is an index of the table with values in falling order.
fn falls(object: &Object, table: &TableName) -> bool {
    match object {
        Object::Index(owner, index) => {
            owner == table && index.parts.iter().any(|part| part.descending)
        }
        _ => false,
    }
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
