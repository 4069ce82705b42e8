//! Foreign keys and checks.
//!
//! In: constraints of the model. Out: their statements. On a table in use a constraint first holds
//! for new rows, and the rows that are there are read without a lock on writers.

use super::words::{list, literal, quote, table as named};
use super::{brief, locked, scanning};
use crate::dialect::{Lock, Rendered, Scene, Statement, division};
use crate::model::{Check, ForeignKey, Schema, TableName, Vendor, check_of};

const NOT_VALID: &str = "NOT VALID";

/// Whether the constraint is meant to stay unchecked for the rows that are there.
pub(super) fn is_left_invalid(clauses: &[String]) -> bool {
    clauses.iter().any(|clause| clause == NOT_VALID)
}

pub(super) fn create_foreign(table: &TableName, key: &ForeignKey, scene: Scene<'_>) -> Rendered {
    let sql = format!(
        "ALTER TABLE {} ADD {}",
        named(table),
        foreign_definition(key)
    );
    // Both tables can still be read.
    referring(table, key, sql, Lock::Writes, scene).into()
}

/// The statement, which adds a foreign key. The rows of a divided table are read at once before PostgreSQL 18.
fn referring(
    table: &TableName,
    key: &ForeignKey,
    sql: String,
    lock: Lock,
    scene: Scene<'_>,
) -> Vec<Statement> {
    let waits = scene.before.flavor.is_at_least(Vendor::Postgres, 18, 0);
    if division::is_divided(table, scene) && !waits {
        return vec![scanning(locked(sql, lock, scene), scene)];
    }
    first_for_new_rows(table, key.name.text(), sql, &key.clauses, lock, scene)
}

pub(super) fn create_check(table: &TableName, check: &Check, scene: Scene<'_>) -> Rendered {
    let sql = format!(
        "ALTER TABLE {} ADD {}",
        named(table),
        check_definition(check)
    );
    let (name, lock) = (check.name.text(), Lock::ReadsAndWrites);
    first_for_new_rows(table, name, sql, &check.clauses, lock, scene).into()
}

/// The statement, which adds a constraint, without a reading of all rows under its lock; they are
/// read by a second statement that must not share a transaction with the first.
fn first_for_new_rows(
    table: &TableName,
    name: &str,
    sql: String,
    clauses: &[String],
    lock: Lock,
    scene: Scene<'_>,
) -> Vec<Statement> {
    if scene.is_new || is_left_invalid(clauses) {
        return vec![locked(sql, lock, scene)];
    }
    vec![
        locked(format!("{sql} {NOT_VALID}"), lock, scene),
        validated(table, name, scene),
    ]
}

fn validated(table: &TableName, name: &str, scene: Scene<'_>) -> Statement {
    let sql = format!(
        "ALTER TABLE {} VALIDATE CONSTRAINT {}",
        named(table),
        quote(name)
    );
    locked(sql, Lock::SchemaChanges, scene).scanning().alone()
}

pub(super) fn drop(table: &TableName, name: &str, scene: Scene<'_>) -> Statement {
    let sql = format!(
        "ALTER TABLE {} DROP CONSTRAINT {}",
        named(table),
        quote(name)
    );
    brief(sql, scene)
}

pub(super) fn rename(table: &TableName, from: &str, to: &str, scene: Scene<'_>) -> Statement {
    let sql = format!(
        "ALTER TABLE {} RENAME CONSTRAINT {} TO {}",
        named(table),
        quote(from),
        quote(to)
    );
    brief(sql, scene)
}

pub(super) fn alter_foreign(
    table: &TableName,
    from: &ForeignKey,
    to: &ForeignKey,
    scene: Scene<'_>,
) -> Rendered {
    let name = to.name.text();
    if *to == without_invalidity(from) {
        return validated(table, name, scene).into();
    }
    let sql = replacing(table, name, &foreign_definition(to));
    referring(table, to, sql, Lock::ReadsAndWrites, scene).into()
}

fn without_invalidity(key: &ForeignKey) -> ForeignKey {
    let clauses = key.clauses.iter().filter(|clause| *clause != NOT_VALID);
    ForeignKey {
        clauses: clauses.cloned().collect(),
        ..key.clone()
    }
}

pub(super) fn alter_check(
    table: &TableName,
    from: &Check,
    to: &Check,
    scene: Scene<'_>,
) -> Rendered {
    let valid: Vec<&String> = from
        .clauses
        .iter()
        .filter(|clause| *clause != NOT_VALID)
        .collect();
    let is_validated = from.expression == to.expression
        && is_left_invalid(&from.clauses)
        && valid == to.clauses.iter().collect::<Vec<_>>();
    let name = to.name.text();
    if is_validated {
        return validated(table, name, scene).into();
    }
    let (sql, lock) = (
        replacing(table, name, &check_definition(to)),
        Lock::ReadsAndWrites,
    );
    first_for_new_rows(table, name, sql, &to.clauses, lock, scene).into()
}

/// Another text for one value of a column with a check: the rows follow, and the check in the form that
/// it has in the scene.
pub(super) fn rename_value(
    (table, column): (&TableName, &str),
    from: &str,
    to: &str,
    scene: Scene<'_>,
) -> Rendered {
    let check = |schema: &Schema| {
        let found = schema.table(table)?;
        check_of(found, column).cloned()
    };
    let mut statements = Vec::new();
    if let Some(check) = check(scene.before) {
        statements.push(drop(table, check.name.text(), scene));
    }
    let column = quote(column);
    let sql = format!(
        "UPDATE {} SET {column} = {} WHERE {column} = {}",
        named(table),
        literal(to),
        literal(from)
    );
    statements.push(locked(sql, Lock::Writes, scene).scanning());
    if let Some(check) = check(scene.after) {
        statements.extend(create_check(table, &check, scene).statements);
    }
    statements.into()
}

/// One constraint in the place of another of the same name, without a moment between them.
fn replacing(table: &TableName, name: &str, definition: &str) -> String {
    format!(
        "ALTER TABLE {} DROP CONSTRAINT {}, ADD {definition}",
        named(table),
        quote(name)
    )
}

/// A check as it stands in `CREATE TABLE`.
pub(super) fn check_definition(check: &Check) -> String {
    let clauses: String = check
        .clauses
        .iter()
        .map(|clause| format!(" {clause}"))
        .collect();
    format!(
        "CONSTRAINT {} CHECK ({}){clauses}",
        quote(check.name.text()),
        check.expression
    )
}

fn foreign_definition(key: &ForeignKey) -> String {
    // How the columns match stands before the actions, everything else behind them, and the columns that
    // a deletion empties, where those are not all, in the place of the action.
    let (matching, clauses): (Vec<&String>, Vec<&String>) = key
        .clauses
        .iter()
        .partition(|clause| clause.starts_with("MATCH "));
    let (emptied, clauses): (Vec<&String>, Vec<&String>) = clauses
        .into_iter()
        .partition(|clause| clause.starts_with("SET "));
    let on_delete = emptied
        .first()
        .map_or_else(|| key.on_delete.to_string(), |clause| (*clause).clone());
    let words = |clauses: &[&String]| -> String {
        clauses.iter().map(|clause| format!(" {clause}")).collect()
    };
    format!(
        "CONSTRAINT {} FOREIGN KEY {} REFERENCES {} {}{} ON DELETE {} ON UPDATE {}{}",
        quote(key.name.text()),
        list(&key.columns),
        named(&key.target),
        list(&key.target_columns),
        words(&matching),
        on_delete,
        key.on_update,
        words(&clauses)
    )
}
