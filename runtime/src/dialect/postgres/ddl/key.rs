//! Primary keys and unique constraints.
//!
//! In: keys of the model. Out: their statements; on a table in use the index is built beside running
//! writers first. Knows nothing of foreign keys.

use super::words::{key_name, list, quote, table as named};
use super::{brief, constraint, index, scanning};
use crate::dialect::{Rendered, Scene, Statement, division};
use crate::model::{Index, NULLS_NOT_DISTINCT, Name, PrimaryKey, Table, TableName, Unique};

/// The clause of a unique constraint that stands before its columns.
const NULLS_CLAUSE: &str = "NULLS NOT DISTINCT";

pub(super) fn create_unique(table: &TableName, unique: &Unique, scene: Scene<'_>) -> Rendered {
    if scene.is_new || division::is_divided(table, scene) || !can_use_index(&unique.clauses) {
        let statement = brief(added(table, &unique_definition(unique)), scene);
        return scanning(statement, scene).into();
    }
    let mut wanted = unique_index(unique.name.text(), &unique.columns);
    let (nulls, deferral): (Vec<&String>, Vec<&String>) = unique
        .clauses
        .iter()
        .partition(|clause| *clause == NULLS_CLAUSE);
    if !nulls.is_empty() {
        let set = "true".to_owned();
        wanted.options.insert(NULLS_NOT_DISTINCT.to_owned(), set);
    }
    let clauses: String = deferral.iter().map(|clause| format!(" {clause}")).collect();
    let definition = format!(
        "CONSTRAINT {name} UNIQUE USING INDEX {name}{clauses}",
        name = quote(unique.name.text())
    );
    with_index(table, &wanted, &definition, scene)
}

/// Whether the constraint can take over an index that was built for it: the other clauses are about
/// the index and have another form there.
fn can_use_index(clauses: &[String]) -> bool {
    clauses
        .iter()
        .all(|clause| clause == NULLS_CLAUSE || clause.starts_with("DEFERRABLE"))
}

pub(super) fn create_primary(table: &TableName, key: &PrimaryKey, scene: Scene<'_>) -> Rendered {
    // A divided table cannot make a key of an index that is there.
    if scene.is_new || division::is_divided(table, scene) || !can_use_index(&key.clauses) {
        let statement = brief(added(table, &primary_definition(key)), scene);
        return scanning(statement, scene).into();
    }
    let name = name_of(table, key);
    let wanted = unique_index(&name, &key.columns);
    let name = quote(&name);
    let clauses = spaced(&key.clauses);
    let definition = format!("CONSTRAINT {name} PRIMARY KEY USING INDEX {name}{clauses}");
    with_index(table, &wanted, &definition, scene)
}

fn unique_index(name: &str, columns: &[String]) -> Index {
    let columns: Vec<&str> = columns.iter().map(String::as_str).collect();
    Index {
        unique: true,
        ..Index::over(Name::chosen(name), &columns)
    }
}

/// Builds the index and makes the constraint of it. What an interrupted attempt has left of the
/// index is used, or dropped where it is not usable.
fn with_index(table: &TableName, wanted: &Index, definition: &str, scene: Scene<'_>) -> Rendered {
    let found = scene.before.holder(table).and_then(|table| {
        let mut indexes = table.indexes.iter();
        indexes.find(|index| index.name.text() == wanted.name.text())
    });
    let mut statements = Vec::new();
    if found.is_some_and(|found| found != wanted) {
        statements.push(index::dropped(table, wanted.name.text(), "", scene));
    }
    if found != Some(wanted) {
        statements.push(index::built(table, wanted, scene));
    }
    statements.push(brief(added(table, definition), scene));
    statements.into()
}

fn added(table: &TableName, definition: &str) -> String {
    format!("ALTER TABLE {} ADD {definition}", named(table))
}

pub(super) fn drop_primary(table: &TableName, key: &PrimaryKey, scene: Scene<'_>) -> Rendered {
    constraint::drop(table, &name_of(table, key), scene).into()
}

pub(super) fn alter_primary(
    table: &TableName,
    from: &PrimaryKey,
    to: &PrimaryKey,
    scene: Scene<'_>,
) -> Rendered {
    let (old, new) = (name_of(table, from), name_of(table, to));
    if (&from.columns, &from.clauses) == (&to.columns, &to.clauses) {
        if old == new {
            return Rendered::default();
        }
        return index::rename(table, &old, &new).into();
    }
    let definition = format!(
        "CONSTRAINT {} PRIMARY KEY {}{}",
        quote(&new),
        list(&to.columns),
        spaced(&to.clauses)
    );
    replaced(table, &old, &definition, scene)
}

pub(super) fn alter_unique(
    table: &TableName,
    from: &Unique,
    to: &Unique,
    scene: Scene<'_>,
) -> Rendered {
    replaced(table, from.name.text(), &unique_definition(to), scene)
}

/// One constraint in the place of another, without a moment between them.
fn replaced(table: &TableName, old: &str, definition: &str, scene: Scene<'_>) -> Rendered {
    let sql = format!(
        "ALTER TABLE {} DROP CONSTRAINT {}, ADD {definition}",
        named(table),
        quote(old)
    );
    let statement: Statement = brief(sql, scene);
    scanning(statement, scene).into()
}

/// The unique constraints that stand in `CREATE TABLE`, and those that are added after it: there the server makes one
/// of all that say the same, the primary key among them.
pub(super) fn told_apart(table: &Table) -> (Vec<&Unique>, Vec<&Unique>) {
    let primary = table.primary_key.iter();
    let mut told: Vec<_> = primary.map(|key| (&key.columns, &key.clauses)).collect();
    table.uniques.iter().partition(|unique| {
        let says = (&unique.columns, &unique.clauses);
        let is_new = !told.contains(&says);
        told.push(says);
        is_new
    })
}

/// A unique constraint as it stands in `CREATE TABLE`.
pub(super) fn unique_definition(unique: &Unique) -> String {
    let has_nulls = unique.clauses.iter().any(|clause| clause == NULLS_CLAUSE);
    let nulls = if has_nulls { " NULLS NOT DISTINCT" } else { "" };
    let clauses: String = unique
        .clauses
        .iter()
        .filter(|clause| *clause != NULLS_CLAUSE)
        .map(|clause| format!(" {clause}"))
        .collect();
    format!(
        "CONSTRAINT {} UNIQUE{nulls} {}{clauses}",
        quote(unique.name.text()),
        list(&unique.columns)
    )
}

/// A primary key as it stands in `CREATE TABLE`.
pub(super) fn primary_definition(key: &PrimaryKey) -> String {
    let name = key.name.as_ref();
    let name = name.map_or_else(String::new, |name| {
        format!("CONSTRAINT {} ", quote(name.text()))
    });
    format!(
        "{name}PRIMARY KEY {}{}",
        list(&key.columns),
        spaced(&key.clauses)
    )
}

fn spaced(clauses: &[String]) -> String {
    clauses.iter().map(|clause| format!(" {clause}")).collect()
}

fn name_of(table: &TableName, key: &PrimaryKey) -> String {
    let name = key.name.as_ref().map(|name| name.text().to_owned());
    name.unwrap_or_else(|| key_name(&table.name))
}
