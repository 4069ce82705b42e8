//! Constraints and the properties of columns: `ALTER TABLE` knows none of them, so each is a
//! rebuild.

use super::super::canonical::is_computed_check_name;
use super::super::{literal, quote, rebuild, rowid_column};
use super::{list, parts, scanning};
use crate::dialect::{Obstacle, Rendered, Scene, Statement};
use crate::model::{Action, Check, ForeignKey, Object, ObjectId, TableName, Unique};

/// Any change of a constraint, of NOT NULL, or of a default.
pub(in crate::dialect::sqlite) fn change(
    object: &Object,
    scene: Scene<'_>,
) -> Result<Rendered, Obstacle> {
    let id = object.id();
    match (object, id.table()) {
        // SQLite has no comments, and its rowid is never NULL.
        (Object::Comment(..) | Object::ConstraintComment(..), _) => Ok(Rendered::default()),
        (Object::NotNull(name, column), _) if is_rowid(scene, name, column) => {
            Ok(Rendered::default())
        }
        (Object::Exclusion(..), _) => Err(Obstacle::unsupported(object, scene.after.flavor)),
        (_, Some(table)) => rebuild::rebuild(table, scene),
        (Object::Namespace(_), None) => Err(no_namespaces(&id)),
        (_, None) => Err(Obstacle::unsupported(object, scene.after.flavor)),
    }
}

/// Only the name of a check is kept, since an error says it.
pub(in crate::dialect::sqlite) fn rename(
    from: &ObjectId,
    to: &ObjectId,
    scene: Scene<'_>,
) -> Result<Rendered, Obstacle> {
    if let (ObjectId::EnumValue(table, Some(column), old), ObjectId::EnumValue(_, _, new)) =
        (from, to)
    {
        return rename_value((table, column), old, new, scene);
    }
    match (from, to.table()) {
        (ObjectId::Check(..), Some(table)) => rebuild::rebuild(table, scene),
        (ObjectId::Namespace(_), _) => Err(no_namespaces(from)),
        _ => Ok(Rendered::default()),
    }
}

/// Another text for one value of a column: the rows follow, and then the check.
fn rename_value(
    (table, column): (&TableName, &str),
    from: &str,
    to: &str,
    scene: Scene<'_>,
) -> Result<Rendered, Obstacle> {
    let column = quote(column);
    let sql = format!(
        "UPDATE {} SET {column} = {} WHERE {column} = {}",
        quote(&table.name),
        literal(to),
        literal(from)
    );
    let mut statements = vec![
        Statement::new("PRAGMA ignore_check_constraints = ON"),
        scanning(sql, scene),
        Statement::new("PRAGMA ignore_check_constraints = OFF"),
    ];
    statements.extend(rebuild::rebuild(table, scene)?.statements);
    // It is no rebuild that could become one with its neighbours.
    Ok(statements.into())
}

pub(super) fn unique(unique: &Unique) -> String {
    with_clauses(
        format!("UNIQUE ({})", parts(unique.parts())),
        &unique.clauses,
    )
}

pub(super) fn foreign_key(key: &ForeignKey) -> String {
    let mut sql = format!(
        "FOREIGN KEY ({}) REFERENCES {}",
        list(&key.columns),
        quote(&key.target.name)
    );
    if !key.target_columns.is_empty() {
        sql.push_str(&format!(" ({})", list(&key.target_columns)));
    }
    for (event, action) in [("DELETE", key.on_delete), ("UPDATE", key.on_update)] {
        if action != Action::NoAction {
            sql.push_str(&format!(" ON {event} {action}"));
        }
    }
    with_clauses(sql, &key.clauses)
}

pub(super) fn check(check: &Check) -> String {
    let name = check.name.text();
    let constraint = if is_computed_check_name(name) {
        String::new()
    } else {
        format!("CONSTRAINT {} ", quote(name))
    };
    with_clauses(
        format!("{constraint}CHECK ({})", check.expression),
        &check.clauses,
    )
}

fn with_clauses(mut sql: String, clauses: &[String]) -> String {
    for clause in clauses {
        sql.push(' ');
        sql.push_str(clause);
    }
    sql
}

fn is_rowid(scene: Scene<'_>, table: &TableName, column: &str) -> bool {
    let is_rowid =
        |schema: &crate::model::Schema| schema.table(table).and_then(rowid_column) == Some(column);
    is_rowid(scene.before) && is_rowid(scene.after)
}

fn no_namespaces(id: &ObjectId) -> Obstacle {
    Obstacle::new(
        id,
        "SQLite has no namespaces inside a database",
        "use one database file for each, or table names with a prefix",
    )
}
