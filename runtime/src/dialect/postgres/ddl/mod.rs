//! The statements of each edit, by object.
//!
//! In: an edit and the schemas around it. Out: statements with facts, or an obstacle. Locks and work
//! are those of hazards.md for a table that exists; a table of the same plan is nobody's yet.

mod column;
mod constraint;
mod index;
mod key;
mod numbering;
mod property;
mod table;

#[cfg(feature = "postgres")]
pub(crate) use column::definition as column_definition;

use super::words;
use crate::dialect::{Lock, Obstacle, Rendered, Scene, Statement};
use crate::model::{Flavor, Object, ObjectId};

pub(super) fn create(
    flavor: Flavor,
    object: &Object,
    scene: Scene<'_>,
) -> Result<Rendered, Obstacle> {
    match object {
        Object::Namespace(name) => Ok(table::create_namespace(name)),
        Object::Table(table) => table::create(flavor, table, scene),
        Object::Column(table, column) => column::create(flavor, table, column, scene),
        Object::NotNull(table, column) => Ok(property::create_not_null(table, column, scene)),
        Object::Default(table, column, text) => {
            Ok(property::set_default(table, column, text, scene))
        }
        Object::PrimaryKey(table, key) => Ok(key::create_primary(table, key, scene)),
        Object::Unique(table, unique) => Ok(key::create_unique(table, unique, scene)),
        Object::Index(table, index) => Ok(index::create(table, index, scene)),
        Object::ForeignKey(table, key) => Ok(constraint::create_foreign(table, key, scene)),
        Object::Check(table, check) => Ok(constraint::create_check(table, check, scene)),
        Object::Extension(_)
        | Object::Enum(_)
        | Object::Domain(_)
        | Object::Sequence(_)
        | Object::View(_)
        | Object::Exclusion(..)
        | Object::Trigger(..) => Err(Obstacle::unsupported(object, flavor)),
        Object::Comment(table, column, text) => Ok(property::comment(
            table,
            column.as_deref(),
            Some(text),
            scene,
        )),
    }
}

pub(super) fn drop(
    flavor: Flavor,
    object: &Object,
    scene: Scene<'_>,
) -> Result<Rendered, Obstacle> {
    match object {
        Object::Namespace(name) => Ok(table::drop_namespace(name)),
        Object::Table(table) => Ok(table::drop(&table.name, scene)),
        Object::Column(table, column) => column::drop(flavor, table, column, scene),
        Object::NotNull(table, column) => Ok(property::drop_not_null(table, column, scene)),
        Object::Default(table, column, _) => Ok(property::drop_default(table, column, scene)),
        Object::PrimaryKey(table, key) => Ok(key::drop_primary(table, key, scene)),
        Object::Unique(table, unique) => {
            Ok(constraint::drop(table, unique.name.text(), scene).into())
        }
        Object::Index(table, index) => Ok(index::drop(table, index, scene)),
        Object::ForeignKey(table, key) => {
            Ok(constraint::drop(table, key.name.text(), scene).into())
        }
        Object::Check(table, check) => Ok(constraint::drop(table, check.name.text(), scene).into()),
        Object::Extension(_)
        | Object::Enum(_)
        | Object::Domain(_)
        | Object::Sequence(_)
        | Object::View(_)
        | Object::Exclusion(..)
        | Object::Trigger(..) => Err(Obstacle::unsupported(object, flavor)),
        Object::Comment(table, column, _) => {
            Ok(property::comment(table, column.as_deref(), None, scene))
        }
    }
}

pub(super) fn alter(
    flavor: Flavor,
    from: &Object,
    to: &Object,
    scene: Scene<'_>,
) -> Result<Rendered, Obstacle> {
    match (from, to) {
        (Object::Table(from), Object::Table(to)) => Ok(table::alter(from, to, scene)),
        (Object::Column(table, from), Object::Column(_, to)) => {
            column::alter(flavor, table, from, to, scene)
        }
        (Object::PrimaryKey(table, from), Object::PrimaryKey(_, to)) => {
            Ok(key::alter_primary(table, from, to, scene))
        }
        (Object::Unique(table, from), Object::Unique(_, to)) => {
            Ok(key::alter_unique(table, from, to, scene))
        }
        (Object::Index(table, from), Object::Index(_, to)) => {
            Ok(index::alter(table, from, to, scene))
        }
        (Object::ForeignKey(table, from), Object::ForeignKey(_, to)) => {
            Ok(constraint::alter_foreign(table, from, to, scene))
        }
        (Object::Check(table, from), Object::Check(_, to)) => {
            Ok(constraint::alter_check(table, from, to, scene))
        }
        (Object::Default(..) | Object::Comment(..), _) => create(flavor, to, scene),
        (
            _,
            Object::Extension(_)
            | Object::Enum(_)
            | Object::Domain(_)
            | Object::Sequence(_)
            | Object::View(_)
            | Object::Exclusion(..)
            | Object::Trigger(..),
        ) => Err(Obstacle::unsupported(to, flavor)),
        _ => Ok(Rendered::default()),
    }
}

pub(super) fn rename(
    from: &ObjectId,
    to: &ObjectId,
    scene: Scene<'_>,
) -> Result<Rendered, Obstacle> {
    match (from, to) {
        (ObjectId::Namespace(old), ObjectId::Namespace(new)) => {
            Ok(table::rename_namespace(old, new))
        }
        (ObjectId::Table(old), ObjectId::Table(new)) => table::rename(old, new, scene),
        (ObjectId::Column(table, old), ObjectId::Column(_, new)) => {
            Ok(column::rename(table, old, new, scene))
        }
        // Through its index a unique constraint is renamed without a lock on the table.
        (ObjectId::Index(table, old), ObjectId::Index(_, new))
        | (ObjectId::Unique(table, old), ObjectId::Unique(_, new)) => {
            Ok(index::rename(table, old, new).into())
        }
        (ObjectId::ForeignKey(table, old), ObjectId::ForeignKey(_, new))
        | (ObjectId::Check(table, old), ObjectId::Check(_, new)) => {
            Ok(constraint::rename(table, old, new, scene).into())
        }
        _ => Err(Obstacle::new(
            from,
            "it has no name of its own that could change",
            "drop it and create the other one",
        )),
    }
}

/// A statement that takes the strongest lock of the table for a moment.
fn brief(sql: String, scene: Scene<'_>) -> Statement {
    locked(sql, Lock::ReadsAndWrites, scene)
}

/// A statement with that lock, unless the table is new.
fn locked(sql: String, lock: Lock, scene: Scene<'_>) -> Statement {
    let lock = if scene.is_new { Lock::None } else { lock };
    Statement::new(sql).locking(lock)
}

/// A statement that also reads every row, unless the table is new.
fn scanning(statement: Statement, scene: Scene<'_>) -> Statement {
    if scene.is_new {
        statement
    } else {
        statement.scanning()
    }
}

/// A statement that writes every row again, unless the table is new.
fn rewriting(statement: Statement, scene: Scene<'_>) -> Statement {
    if scene.is_new {
        statement
    } else {
        statement.rewriting()
    }
}
