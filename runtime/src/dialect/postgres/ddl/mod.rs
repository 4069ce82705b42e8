//! The statements of each edit, by object.
//!
//! In: an edit and the schemas around it. Out: statements with facts, or an obstacle. Locks and work
//! are those of hazards.md for a table that exists; a table of the same plan is nobody's yet.

mod column;
mod constraint;
mod divided_anew;
mod domain;
mod enumeration;
mod exclusion;
mod extension;
mod index;
mod key;
mod numbering;
mod part;
mod partition;
mod property;
mod replica_identity;
mod sequence;
mod storage;
mod table;
mod trigger;
mod view;

#[cfg(feature = "postgres")]
pub(crate) use column::definition as column_definition;
pub(crate) use index::part as index_part;

pub(crate) use numbering::SEQUENCE;
pub(super) use storage::usual_storage;

use super::words;
use crate::dialect::{Lock, Obstacle, Rendered, Scene, Statement, division};
use crate::model::{Flavor, Object, ObjectId, TableName};

pub(super) fn create(
    flavor: Flavor,
    object: &Object,
    scene: Scene<'_>,
) -> Result<Rendered, Obstacle> {
    let rendered = match object {
        Object::Namespace(name) => Ok(table::create_namespace(name)),
        Object::View(view) => view::create(view, scene),
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
        Object::Enum(item) => Ok(enumeration::create(item)),
        Object::Exclusion(table, item) => Ok(exclusion::create(table, item, scene)),
        Object::Partition(table, partition) => Ok(partition::create(table, partition, scene)),
        Object::Extension(item) => Ok(extension::create(item)),
        Object::Domain(item) => Ok(domain::create(item)),
        Object::Sequence(item) => sequence::create(item, scene),
        Object::Trigger(table, item) => Ok(trigger::create(table, item, scene)),
        Object::Comment(table, column, text) => Ok(property::comment(
            table,
            column.as_deref(),
            Some(text),
            scene,
        )),
        Object::ConstraintComment(table, name, text) => {
            Ok(property::constraint_comment(table, name, Some(text), scene))
        }
    };
    rendered.map(|made| replica_identity::after(made, object, scene))
}

pub(super) fn drop(
    flavor: Flavor,
    object: &Object,
    scene: Scene<'_>,
) -> Result<Rendered, Obstacle> {
    match object {
        Object::Namespace(name) => Ok(table::drop_namespace(name)),
        Object::View(view) => Ok(view::drop(view, scene)),
        Object::Table(table) => Ok(table::drop(table, scene)),
        Object::Column(table, column) => {
            division::check_column(table, column, scene)?;
            column::drop(flavor, table, column, scene)
        }
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
        Object::Enum(item) => Ok(enumeration::drop(item)),
        Object::Exclusion(table, item) => Ok(exclusion::drop(table, item, scene)),
        Object::Partition(table, partition) => Ok(partition::drop(table, partition, scene)),
        Object::Extension(item) => Ok(extension::drop(item)),
        Object::Domain(item) => Ok(domain::drop(item)),
        Object::Sequence(item) => Ok(sequence::drop(item)),
        Object::Trigger(table, item) => Ok(trigger::drop(table, item, scene)),
        Object::Comment(table, column, _) => {
            Ok(property::comment(table, column.as_deref(), None, scene))
        }
        Object::ConstraintComment(table, name, _) => {
            Ok(property::constraint_comment(table, name, None, scene))
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
        (Object::View(from), Object::View(to)) => view::alter(from, to, scene),
        (Object::Enum(from), Object::Enum(to)) => enumeration::alter(from, to, scene),
        (Object::Table(from), Object::Table(to)) => match division::check_table(from, to) {
            Ok(()) => Ok(table::alter(from, to, scene)),
            Err(_) => divided_anew::alter(flavor, from, to, scene),
        },
        (Object::Column(table, from), Object::Column(_, to)) => {
            if from.data_type != to.data_type {
                division::check_column(table, from, scene)?;
            }
            column::alter(flavor, table, from, to, scene)
        }
        (Object::PrimaryKey(table, from), Object::PrimaryKey(_, key)) => {
            let altered = key::alter_primary(table, from, key, scene);
            Ok(match from.renamed(key) {
                Some(_) => altered,
                None => replica_identity::after(altered, to, scene),
            })
        }
        (Object::Unique(table, from), Object::Unique(_, unique)) => {
            let altered = key::alter_unique(table, from, unique, scene);
            Ok(replica_identity::after(altered, to, scene))
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
        (Object::Exclusion(table, from), Object::Exclusion(_, to)) => {
            Ok(exclusion::alter(table, from, to, scene))
        }
        (Object::Partition(table, from), Object::Partition(_, to)) => {
            partition::alter(table, from, to, scene)
        }
        (Object::Default(..) | Object::Comment(..) | Object::ConstraintComment(..), _) => {
            create(flavor, to, scene)
        }
        (Object::Extension(from), Object::Extension(to)) => extension::alter(from, to),
        (Object::Domain(from), Object::Domain(to)) => domain::alter(from, to, scene),
        (Object::Sequence(from), Object::Sequence(to)) => Ok(sequence::alter(from, to)),
        (Object::Trigger(table, from), Object::Trigger(_, to)) => {
            Ok(trigger::alter(table, from, to, scene))
        }
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
        (ObjectId::Domain(old), ObjectId::Domain(new)) => renamed("DOMAIN", old, new),
        (ObjectId::Sequence(old), ObjectId::Sequence(new)) => renamed("SEQUENCE", old, new),
        (ObjectId::View(old), ObjectId::View(new)) => view::rename(old, new, scene),
        (ObjectId::Enum(old), ObjectId::Enum(new)) => enumeration::rename(old, new),
        (ObjectId::EnumValue(of, None, old), ObjectId::EnumValue(_, _, new)) => {
            Ok(enumeration::rename_value(of, old, new))
        }
        (ObjectId::EnumValue(table, Some(column), old), ObjectId::EnumValue(_, _, new)) => {
            Ok(constraint::rename_value((table, column), old, new, scene))
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
        | (ObjectId::Exclusion(table, old), ObjectId::Exclusion(_, new))
        | (ObjectId::Check(table, old), ObjectId::Check(_, new)) => {
            Ok(constraint::rename(table, old, new, scene).into())
        }
        (ObjectId::Partition(table, old), ObjectId::Partition(_, new)) => {
            Ok(partition::rename(table, old, new, scene))
        }
        _ => Err(Obstacle::new(
            from,
            "it has no name of its own that could change",
            "drop it and create the other one",
        )),
    }
}

/// Renames an object beside the tables, and moves it to another namespace.
fn renamed(kind: &str, from: &TableName, to: &TableName) -> Result<Rendered, Obstacle> {
    let mut statements = Vec::new();
    let mut at = from.clone();
    if from.schema != to.schema {
        let Some(namespace) = &to.schema else {
            return Err(Obstacle::new(
                from,
                "the default namespace is known by its place in the search path, not by name",
                format!(
                    "move it with `ALTER {kind} {} SET SCHEMA ...`",
                    words::table(from)
                ),
            ));
        };
        let sql = format!(
            "ALTER {kind} {} SET SCHEMA {}",
            words::table(from),
            words::quote(namespace)
        );
        statements.push(Statement::new(sql));
        at.schema.clone_from(&to.schema);
    }
    if from.name != to.name {
        let sql = format!(
            "ALTER {kind} {} RENAME TO {}",
            words::table(&at),
            words::quote(&to.name)
        );
        statements.push(Statement::new(sql));
    }
    Ok(statements.into())
}

/// Sets or takes away the comment of an object beside the tables.
fn commented(kind: &str, name: &TableName, text: Option<&str>) -> Statement {
    let text = text.map_or_else(|| "NULL".to_owned(), words::literal);
    Statement::new(format!(
        "COMMENT ON {kind} {} IS {}",
        words::table(name),
        text.trim_start()
    ))
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
