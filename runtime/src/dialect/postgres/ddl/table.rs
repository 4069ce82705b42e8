//! Namespaces and tables.
//!
//! In: tables of the model. Out: their statements. What belongs to a table and has statements of
//! its own is written by its own module.

use super::rewriting;
use super::words::{literal, quote, serial_name, table as named, within};
use super::{
    brief, column, constraint, exclusion, index, key, locked, partition, property,
    replica_identity, trigger,
};
use crate::dialect::{Lock, Obstacle, Rendered, Scene, Statement};
use crate::model::{Flavor, Options, REPLICA_IDENTITY, Table, TableName, USUAL};

/// Options of the model that are not storage parameters.
const UNLOGGED: &str = "unlogged";
const TABLESPACE: &str = "tablespace";
const OTHERS: [&str; 3] = [UNLOGGED, TABLESPACE, REPLICA_IDENTITY];

pub(super) fn create_namespace(name: &str) -> Rendered {
    Statement::new(format!("CREATE SCHEMA {}", quote(name))).into()
}

pub(super) fn drop_namespace(name: &str) -> Rendered {
    Statement::new(format!("DROP SCHEMA {}", quote(name))).into()
}

pub(super) fn rename_namespace(from: &str, to: &str) -> Rendered {
    let sql = format!("ALTER SCHEMA {} RENAME TO {}", quote(from), quote(to));
    Statement::new(sql).into()
}

pub(super) fn create(
    flavor: Flavor,
    table: &Table,
    scene: Scene<'_>,
) -> Result<Rendered, Obstacle> {
    // Whatever belongs to it is as new as the table.
    let scene = Scene {
        is_new: true,
        ..scene
    };
    let mut parts = Vec::new();
    for column in &table.columns {
        column::possible(flavor, &table.name, column)?;
        parts.push(column::numbered_definition(&table.name, column)?);
    }
    if let Some(primary) = &table.primary_key {
        parts.push(key::primary_definition(primary));
    }
    let (once, again) = key::told_apart(table);
    parts.extend(once.into_iter().map(key::unique_definition));
    parts.extend(table.exclusions.iter().map(exclusion::definition));
    // A table without rows has none that is not valid, so such a check is added afterwards.
    let (later, checks): (Vec<_>, Vec<_>) = table
        .checks
        .iter()
        .partition(|check| constraint::is_left_invalid(&check.clauses));
    parts.extend(checks.into_iter().map(constraint::check_definition));
    let parts: Vec<String> = parts.iter().map(|part| format!("\n    {part}")).collect();
    let end = if parts.is_empty() { "" } else { "\n" };
    let columns = table.columns.iter();
    let apart =
        columns.filter_map(|column| super::numbering::before_create(&table.name, column, scene));
    let mut statements: Vec<Statement> = apart.collect();
    statements.push(Statement::new(format!(
        "CREATE {}TABLE {} ({}{end}){}{}",
        unlogged(&table.options),
        named(&table.name),
        parts.join(","),
        partition::clause(table.partitioning.as_ref()),
        storage(&table.options) + &tablespace(&table.options)
    )));
    for column in &table.columns {
        statements.extend(column::after_create(&table.name, column, scene));
    }
    let partitions = table.partitions.iter();
    statements.extend(partitions.map(|one| partition::of_new_table(&table.name, one)));
    for unique in again {
        statements.extend(key::create_unique(&table.name, unique, scene).statements);
    }
    for check in later {
        statements.extend(constraint::create_check(&table.name, check, scene).statements);
    }
    for index in &table.indexes {
        statements.extend(index::create(&table.name, index, scene).statements);
    }
    for key in &table.foreign_keys {
        statements.extend(constraint::create_foreign(&table.name, key, scene).statements);
    }
    if let Some(text) = &table.comment {
        let comment = property::comment(&table.name, None, Some(text), scene);
        statements.extend(comment.statements);
    }
    for (name, text) in &table.constraint_comments {
        let comment = property::constraint_comment(&table.name, name, Some(text), scene);
        statements.extend(comment.statements);
    }
    for own in &table.triggers {
        statements.extend(trigger::create(&table.name, own, scene).statements);
    }
    Ok(statements.into())
}

/// The word of `CREATE TABLE` for a table that a crash may empty.
pub(super) fn unlogged(options: &Options) -> &'static str {
    if options.get(UNLOGGED).is_some_and(|value| value != USUAL) {
        "UNLOGGED "
    } else {
        ""
    }
}

/// Storage parameters of a new table.
pub(super) fn storage(options: &Options) -> String {
    let parameters = parameters(options);
    if parameters.is_empty() {
        return String::new();
    }
    format!(" WITH ({})", parameters.join(", "))
}

/// The tablespace of a new table.
pub(super) fn tablespace(options: &Options) -> String {
    let stated = options.get(TABLESPACE).filter(|name| *name != USUAL);
    stated.map_or_else(String::new, |name| format!(" TABLESPACE {}", quote(name)))
}

fn parameters(options: &Options) -> Vec<String> {
    options
        .iter()
        .filter(|(name, _)| !OTHERS.contains(&name.as_str()))
        .map(|(name, value)| format!("{} = {}", parameter(name), literal(value)))
        .collect()
}

/// The name of a storage parameter; `toast.` in front of it is a word of its own.
pub(super) fn parameter(name: &str) -> String {
    match name.split_once('.') {
        Some((space, name)) => format!("{}.{}", quote(space), quote(name)),
        None => quote(name),
    }
}

/// Its triggers go with the table, and their functions after it: nothing else calls them.
pub(super) fn drop(table: &Table, scene: Scene<'_>) -> Rendered {
    let name = &table.name;
    let mut statements = vec![brief(format!("DROP TABLE {}", named(name)), scene)];
    let triggers = table.triggers.iter();
    statements.extend(triggers.filter_map(|own| trigger::without_function(name, own)));
    statements.into()
}

pub(super) fn alter(from: &Table, to: &Table, scene: Scene<'_>) -> Rendered {
    let name = named(&to.name);
    let mut statements = Vec::new();
    match (from.is_set(UNLOGGED), to.is_set(UNLOGGED)) {
        (true, false) => statements.push(("LOGGED", &name)),
        (false, true) => statements.push(("UNLOGGED", &name)),
        _ => {}
    }
    let mut statements: Vec<Statement> = statements
        .into_iter()
        .map(|(word, name)| {
            let statement = brief(format!("ALTER TABLE {name} SET {word}"), scene);
            rewriting(statement, scene)
        })
        .collect();
    let of = |options: &Options| {
        let stated = options.get(TABLESPACE).filter(|name| *name != USUAL);
        stated.map_or("pg_default", String::as_str).to_owned()
    };
    if of(&from.options) != of(&to.options) {
        let place = quote(&of(&to.options));
        let statement = brief(format!("ALTER TABLE {name} SET TABLESPACE {place}"), scene);
        statements.push(rewriting(statement, scene));
    }
    let gone: Vec<String> = from
        .options
        .keys()
        .filter(|option| !OTHERS.contains(&option.as_str()))
        .filter(|option| !to.is_set(option))
        .map(|option| parameter(option))
        .collect();
    if !gone.is_empty() {
        let sql = format!("ALTER TABLE {name} RESET ({})", gone.join(", "));
        statements.push(locked(sql, Lock::SchemaChanges, scene));
    }
    let changed: Options = to
        .options
        .iter()
        .filter(|(option, value)| from.options.get(*option) != Some(*value))
        .map(|(option, value)| (option.clone(), value.clone()))
        .collect();
    let changed = parameters(&changed);
    if !changed.is_empty() {
        let sql = format!("ALTER TABLE {name} SET ({})", changed.join(", "));
        statements.push(locked(sql, Lock::SchemaChanges, scene));
    }
    statements.extend(replica_identity::changed(from, to, scene));
    statements.into()
}

pub(super) fn rename(
    from: &TableName,
    to: &TableName,
    scene: Scene<'_>,
) -> Result<Rendered, Obstacle> {
    let mut statements = Vec::new();
    let mut at = from.clone();
    if from.schema != to.schema {
        let Some(namespace) = &to.schema else {
            return Err(Obstacle::new(
                from,
                "the default namespace is known by its place in the search path, not by name",
                format!("move it with `ALTER TABLE {} SET SCHEMA ...`", named(from)),
            ));
        };
        let sql = format!(
            "ALTER TABLE {} SET SCHEMA {}",
            named(from),
            quote(namespace)
        );
        statements.push(brief(sql, scene));
        let divided = scene.before.table(from);
        let parts = divided.iter().flat_map(|table| &table.partitions);
        for part in parts.filter(|one| one.namespace.is_none()) {
            let part = named(&from.renamed(&part.name));
            let sql = format!("ALTER TABLE {part} SET SCHEMA {}", quote(namespace));
            statements.push(brief(sql, scene));
        }
        at = TableName::within(Some(namespace), &from.name);
    }
    if from.name != to.name {
        let sql = format!("ALTER TABLE {} RENAME TO {}", named(&at), quote(&to.name));
        statements.push(brief(sql, scene));
        statements.extend(rename_sequences(from, to, scene));
    }
    Ok(statements.into())
}

/// Sequences follow the name of their table, so that a new table of the old name can have its own.
fn rename_sequences(from: &TableName, to: &TableName, scene: Scene<'_>) -> Vec<Statement> {
    let columns = scene.before.table(from).map(|table| &table.columns);
    columns
        .into_iter()
        .flatten()
        .filter(|column| super::numbering::has_usual_name(from, column, scene))
        .filter_map(|column| {
            let old = serial_name(&from.name, &column.name);
            let new = serial_name(&to.name, &column.name);
            let sql = format!(
                "ALTER SEQUENCE {} RENAME TO {}",
                within(to, &old),
                quote(&new)
            );
            (old != new).then(|| brief(sql, scene))
        })
        .collect()
}
