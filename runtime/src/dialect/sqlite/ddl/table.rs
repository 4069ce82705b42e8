//! Tables as a whole.

use super::super::canonical::WITHOUT_ROWID;
use super::super::{dependents, integer_key, literal, quote, rebuild};
use super::{column, constraint, index, parts, statement};
use crate::dialect::{Obstacle, Rendered, Scene, Statement};
use crate::model::{Flavor, STRICT, Table, TableName, Vendor};

pub(in crate::dialect::sqlite) fn create(
    table: &Table,
    flavor: Flavor,
    scene: Scene<'_>,
) -> Result<Rendered, Obstacle> {
    check(table, flavor)?;
    refuse_taken_name(&table.name, scene)?;
    let mut statements = vec![Statement::new(definition(table, &table.name.name))];
    statements.extend(first_number(table));
    statements.extend(
        table
            .indexes
            .iter()
            .map(|index| Statement::new(index::definition(&table.name, index))),
    );
    // A table that comes back has its triggers.
    let triggers = table.triggers.iter();
    statements.extend(triggers.map(|own| Statement::new(own.definition.clone())));
    Ok(statements.into())
}

/// Lets the first row have the number that is chosen: the table of numbers holds the last one given.
fn first_number(table: &Table) -> Option<Statement> {
    let mut starts = table.columns.iter();
    let start = starts.find_map(|column| column.numbering.get("start"))?;
    let last = start.parse::<i64>().ok()?.checked_sub(1)?;
    let name = literal(&table.name.name);
    Some(Statement::new(format!(
        "INSERT INTO sqlite_sequence (name, seq) VALUES ({name}, {last})"
    )))
}

pub(in crate::dialect::sqlite) fn drop(
    table: &Table,
    scene: Scene<'_>,
) -> Result<Rendered, Obstacle> {
    dependents::refuse_for_table(scene.before, &table.name)?;
    let others = scene.before.tables.iter();
    let mut keys = others.flat_map(|other| other.foreign_keys.iter().map(move |key| (other, key)));
    let holder = keys.find(|(other, key)| key.target == table.name && other.name != table.name);
    if let Some((child, key)) = holder {
        let columns = key.columns.join("`, `");
        return Err(Obstacle::new(
            &table.name,
            format!(
                "the foreign key of `{}` over `{columns}` refers to it",
                child.name
            ),
            "take that foreign key away too, or keep the table",
        ));
    }
    Ok(statement(format!("DROP TABLE {}", quote(&table.name.name)), scene).into())
}

pub(in crate::dialect::sqlite) fn alter(
    to: &Table,
    flavor: Flavor,
    scene: Scene<'_>,
) -> Result<Rendered, Obstacle> {
    if let Some(after) = scene.after.table(&to.name) {
        check(after, flavor)?;
    }
    rebuild::rebuild(&to.name, scene)
}

pub(in crate::dialect::sqlite) fn rename(
    from: &TableName,
    to: &TableName,
    scene: Scene<'_>,
) -> Result<Rendered, Obstacle> {
    dependents::refuse_renaming(scene.before, from, None)?;
    let sql = format!(
        "ALTER TABLE {} RENAME TO {}",
        quote(&from.name),
        quote(&to.name)
    );
    Ok(statement(sql, scene).into())
}

/// The text of `CREATE TABLE` under a name, which for a while may be another than the table's own.
pub(in crate::dialect::sqlite) fn definition(table: &Table, name: &str) -> String {
    let alone = integer_key(table);
    let mut lines: Vec<String> = table
        .columns
        .iter()
        .map(|own| match &table.primary_key {
            Some(key) if alone == Some(&own.name) => column::key_definition(own, key),
            _ => column::definition(own),
        })
        .collect();
    if let Some(key) = &table.primary_key
        && alone.is_none()
    {
        lines.push(format!("PRIMARY KEY ({})", parts(key.parts())));
    }
    lines.extend(table.uniques.iter().map(constraint::unique));
    lines.extend(table.foreign_keys.iter().map(constraint::foreign_key));
    lines.extend(table.checks.iter().map(constraint::check));
    let options: Vec<&str> = [(STRICT, "STRICT"), (WITHOUT_ROWID, "WITHOUT ROWID")]
        .into_iter()
        .filter(|(option, _)| table.is_set(option))
        .map(|(_, words)| words)
        .collect();
    let mut sql = format!(
        "CREATE TABLE {} (\n  {}\n)",
        quote(name),
        lines.join(",\n  ")
    );
    if !options.is_empty() {
        sql.push(' ');
        sql.push_str(&options.join(", "));
    }
    sql
}

/// SQLite has one set of names for tables and views, and compares them without case.
fn refuse_taken_name(name: &TableName, scene: Scene<'_>) -> Result<(), Obstacle> {
    let is_same = |other: &str| other.eq_ignore_ascii_case(&name.name);
    let tables = scene.before.tables.iter();
    let tables = tables.map(|table| table.name.name.as_str());
    let others = dependents::names_beside_tables(scene.before);
    match tables.chain(others).find(|other| is_same(other)) {
        Some(other) => Err(Obstacle::new(
            name,
            format!("the database has `{other}` already, as something else"),
            "rename one of the two",
        )),
        None => Ok(()),
    }
}

fn check(table: &Table, flavor: Flavor) -> Result<(), Obstacle> {
    if table.is_strict() && !flavor.is_at_least(Vendor::Sqlite, 3, 37) {
        return Err(Obstacle::new(
            &table.name,
            format!("{flavor} has no STRICT tables"),
            "use SQLite 3.37 or later",
        ));
    }
    if table.is_strict()
        && let Some(column) = table.loose_column()
    {
        return Err(Obstacle::new(
            format!("{}.{}", table.name, column.name),
            format!("a STRICT table has no type `{}`", column.data_type),
            "give the column the type INTEGER, REAL, TEXT, BLOB or ANY, or drop it",
        ));
    }
    if let Some(option) = table
        .options
        .keys()
        .find(|option| ![STRICT, WITHOUT_ROWID].contains(&option.as_str()))
    {
        return Err(Obstacle::new(
            &table.name,
            format!("SQLite has no table option `{option}`"),
            "take the option away",
        ));
    }
    if table.is_set(WITHOUT_ROWID) && table.primary_key.is_none() {
        return Err(Obstacle::new(
            &table.name,
            "a table WITHOUT ROWID needs a primary key",
            "add a primary key",
        ));
    }
    for own in &table.columns {
        column::check(&table.name, own, table)?;
    }
    Ok(())
}
