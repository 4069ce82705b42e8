//! By what replicas know the rows of a table.
//!
//! In: an edit and the schemas around it. Out: statements that set it, also where an index is there again by which a table is
//! known: the server forgets the setting with the index.

use super::brief;
use super::words::{quote, table as named};
use crate::dialect::{Rendered, Scene, Statement};
use crate::model::{
    Object, ObjectId, Options, REPLICA_IDENTITY, Schema, Table, TableName, USUAL, by_index,
    index_in,
};

/// Another identity for the table.
pub(super) fn changed(from: &Table, to: &Table, scene: Scene<'_>) -> Option<Statement> {
    let said = |options: &Options| {
        let said = options.get(REPLICA_IDENTITY);
        said.filter(|value| *value != USUAL).cloned()
    };
    let (old, new) = (said(&from.options), said(&to.options));
    (old != new).then(|| set(&to.name, new.as_deref(), scene))
}

/// The statements that make the object, and those that are due once it is there.
pub(super) fn after(mut made: Rendered, object: &Object, scene: Scene<'_>) -> Rendered {
    made.statements.extend(due(object, scene));
    made
}

/// What is due once the object is there. An index that is not there sets it when it comes.
fn due(object: &Object, scene: Scene<'_>) -> Vec<Statement> {
    let is_there = |name: &TableName| {
        let said = scene.after.replica_identity(name);
        said.and_then(index_in).is_none() || scene.after.identified_by(name).is_some()
    };
    let mut tables = match object {
        Object::Table(table) => holders(&table.name, scene.after),
        Object::Partition(table, part) => vec![part.table(table)],
        Object::Index(..) | Object::Unique(..) | Object::PrimaryKey(..) => {
            known_by(&object.id(), scene.after)
        }
        _ => return Vec::new(),
    };
    tables.retain(is_there);
    as_said(&tables, scene)
}

/// Lets a table that is known by the index be known by the one that is built beside it.
pub(super) fn taken_over(
    table: &TableName,
    index: &str,
    beside: &str,
    scene: Scene<'_>,
) -> Option<Statement> {
    let id = ObjectId::Index(table.clone(), index.to_owned());
    let is_known_by_it = scene.after.identified_by(table) == Some(id);
    is_known_by_it.then(|| set(table, Some(&by_index(beside)), scene))
}

/// What is due once an index of a divided table has its parts.
pub(super) fn of_parts(table: &TableName, index: &str, scene: Scene<'_>) -> Vec<Statement> {
    let id = ObjectId::Index(table.clone(), index.to_owned());
    let mut parts = known_by(&id, scene.after);
    parts.retain(|name| name != table);
    as_said(&parts, scene)
}

/// The table and its partitions that are known by what has this identity.
fn known_by(id: &ObjectId, schema: &Schema) -> Vec<TableName> {
    let whole = id.table().and_then(|table| schema.whole(table));
    let mut tables = whole.map_or_else(Vec::new, |whole| holders(&whole.name, schema));
    tables.retain(|name| schema.identified_by(name).as_ref() == Some(id));
    tables
}

/// The table and its partitions.
fn holders(table: &TableName, schema: &Schema) -> Vec<TableName> {
    let parts = schema.table(table).map(|whole| &whole.partitions);
    let parts = parts.into_iter().flatten().map(|one| one.table(table));
    [table.clone()].into_iter().chain(parts).collect()
}

fn as_said(tables: &[TableName], scene: Scene<'_>) -> Vec<Statement> {
    let said = tables.iter().filter_map(|name| {
        let said = scene.after.replica_identity(name)?;
        (said != USUAL).then(|| set(name, Some(said), scene))
    });
    said.collect()
}

fn set(table: &TableName, said: Option<&str>, scene: Scene<'_>) -> Statement {
    let words = match said {
        None => "DEFAULT".to_owned(),
        Some(said) => match index_in(said) {
            Some(index) => format!("USING INDEX {}", quote(index)),
            None => said.to_uppercase(),
        },
    };
    let table = named(table);
    brief(
        format!("ALTER TABLE {table} REPLICA IDENTITY {words}"),
        scene,
    )
}
