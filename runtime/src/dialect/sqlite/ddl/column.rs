//! Columns.

use super::super::spell::{default_clause, is_constant, mentions};
use super::super::{dependents, quote, rebuild, rowid_column};
use super::{scanning, statement};
use crate::dialect::{Obstacle, Rendered, Scene};
use crate::model::{Column, Index, PrimaryKey, Table, TableName, Target};

pub(in crate::dialect::sqlite) fn create(
    table: &TableName,
    column: &Column,
    scene: Scene<'_>,
) -> Result<Rendered, Obstacle> {
    if let Some(after) = scene.after.table(table) {
        check(table, column, after)?;
    }
    let is_in_key = scene
        .after
        .table(table)
        .is_some_and(|after| after.is_in_primary_key(&column.name));
    let is_stored = column.generated.as_ref().is_some_and(|it| it.stored);
    // `ALTER TABLE ADD COLUMN` refuses these: manual, lang_altertable.html, section 6.
    let is_variable = column
        .default
        .as_deref()
        .is_some_and(|default| !is_constant(default));
    // A rowid to be has a value for each row as soon as the key is there, with which this becomes one
    // rebuild.
    let is_rowid = !column.nullable
        && column.default.is_none()
        && column.data_type.eq_ignore_ascii_case("INTEGER")
        && column.generated.is_none()
        && scene
            .before
            .table(table)
            .is_some_and(|before| before.primary_key.is_none());
    if is_in_key || is_stored || is_variable || is_rowid {
        return rebuild::rebuild(table, scene);
    }
    let sql = format!(
        "ALTER TABLE {} ADD COLUMN {}",
        quote(&table.name),
        definition(column)
    );
    let is_checked = column.generated.is_some() && !column.nullable;
    Ok(if is_checked {
        scanning(sql, scene)
    } else {
        statement(sql, scene)
    }
    .into())
}

pub(in crate::dialect::sqlite) fn drop(
    table: &TableName,
    column: &Column,
    scene: Scene<'_>,
) -> Result<Rendered, Obstacle> {
    dependents::refuse_for_column(scene.before, table, &column.name)?;
    if scene
        .before
        .table(table)
        .is_none_or(|before| is_used(before, &column.name))
    {
        return rebuild::rebuild(table, scene);
    }
    let sql = format!(
        "ALTER TABLE {} DROP COLUMN {}",
        quote(&table.name),
        quote(&column.name)
    );
    let is_virtual = column.generated.as_ref().is_some_and(|it| !it.stored);
    let statement = scanning(sql, scene);
    Ok(if scene.is_new || is_virtual {
        statement
    } else {
        statement.rewriting()
    }
    .into())
}

pub(in crate::dialect::sqlite) fn alter(
    table: &TableName,
    from: &Column,
    to: &Column,
    scene: Scene<'_>,
) -> Result<Rendered, Obstacle> {
    if from.generated.is_none() && to.generated.is_some() {
        return Err(Obstacle::new(
            format!("{table}.{}", to.name),
            "computed values would replace the stored ones",
            "add a computed column under another name, and drop this one when its values are no longer needed",
        ));
    }
    if let Some(after) = scene.after.table(table) {
        check(table, to, after)?;
    }
    rebuild::rebuild(table, scene)
}

pub(in crate::dialect::sqlite) fn rename(
    table: &TableName,
    from: &str,
    to: &str,
    scene: Scene<'_>,
) -> Result<Rendered, Obstacle> {
    dependents::refuse_renaming(scene.before, table, Some(from))?;
    let sql = format!(
        "ALTER TABLE {} RENAME COLUMN {} TO {}",
        quote(&table.name),
        quote(from),
        quote(to)
    );
    Ok(statement(sql, scene).into())
}

/// The column as it stands in `CREATE TABLE`.
pub(in crate::dialect::sqlite) fn definition(column: &Column) -> String {
    defined(column, if column.nullable { "" } else { " NOT NULL" })
}

/// The same for the number that is the key, and so the rowid, unless something is said of it.
pub(in crate::dialect::sqlite) fn key_definition(column: &Column, key: &PrimaryKey) -> String {
    let said = key.said.get(&column.name);
    let mut words = format!(" PRIMARY KEY{}", said.map_or("", String::as_str));
    if said.is_some() && !column.nullable {
        words.push_str(" NOT NULL");
    }
    if column.auto_increment.is_some() {
        words.push_str(" AUTOINCREMENT");
    }
    for clause in &key.clauses {
        words.push(' ');
        words.push_str(clause);
    }
    defined(column, &words)
}

fn defined(column: &Column, words: &str) -> String {
    let mut sql = quote(&column.name);
    let mut push = |text: &str| {
        sql.push(' ');
        sql.push_str(text);
    };
    if !column.data_type.is_empty() {
        push(&column.data_type);
    }
    sql.push_str(words);
    let mut push = |text: &str| {
        sql.push(' ');
        sql.push_str(text);
    };
    if let Some(default) = &column.default {
        push(&format!("DEFAULT {}", default_clause(default)));
    }
    if let Some(collation) = &column.collation {
        push(&format!("COLLATE {}", quote(collation)));
    }
    if let Some(generated) = &column.generated {
        let kind = if generated.stored {
            "STORED"
        } else {
            "VIRTUAL"
        };
        push(&format!(
            "GENERATED ALWAYS AS ({}) {kind}",
            generated.expression
        ));
    }
    sql
}

/// Whether SQLite can number the column's rows, where it should.
pub(super) fn check(table: &TableName, column: &Column, owner: &Table) -> Result<(), Obstacle> {
    // The key may come with a later edit of the same plan.
    let is_possible = column.data_type.eq_ignore_ascii_case("INTEGER")
        && (owner.primary_key.is_none() || rowid_column(owner) == Some(&column.name));
    if column.auto_increment.is_none() || is_possible {
        return Ok(());
    }
    Err(Obstacle::new(
        format!("{table}.{}", column.name),
        "SQLite numbers only a column that is the whole primary key of a table with rowids",
        "make the column the primary key alone, or number its values yourself",
    ))
}

/// Whether anything in the table uses the column, so that `DROP COLUMN` refuses.
fn is_used(table: &Table, column: &str) -> bool {
    let names = |columns: &[String]| columns.iter().any(|name| name == column);
    table.columns.len() < 2
        || table.is_in_primary_key(column)
        || table.uniques.iter().any(|unique| names(&unique.columns))
        || table.indexes.iter().any(|index| is_indexed(index, column))
        || table.foreign_keys.iter().any(|key| {
            names(&key.columns) || key.target == table.name && names(&key.target_columns)
        })
        || table
            .checks
            .iter()
            .any(|check| mentions(&check.expression, column))
        || table
            .columns
            .iter()
            .filter(|other| other.name != column)
            .filter_map(|other| other.generated.as_ref())
            .any(|generated| mentions(&generated.expression, column))
}

fn is_indexed(index: &Index, column: &str) -> bool {
    index.parts.iter().any(|part| match &part.target {
        Target::Column(name) => name == column,
        Target::Expression(text) => mentions(text, column),
    }) || index
        .predicate
        .as_deref()
        .is_some_and(|text| mentions(text, column))
}
