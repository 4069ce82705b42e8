//! Indexes.

use super::super::{literal, quote};
use super::{scanning, statement};
use crate::dialect::{Obstacle, Rendered, Scene, Statement};
use crate::model::{Index, Name, TableName, Target};

pub(in crate::dialect::sqlite) fn create(
    table: &TableName,
    index: &Index,
    scene: Scene<'_>,
) -> Rendered {
    build(table, index, scene).into()
}

pub(in crate::dialect::sqlite) fn drop(index: &Index, scene: Scene<'_>) -> Rendered {
    drop_named(index.name.text(), scene).into()
}

pub(in crate::dialect::sqlite) fn replace(
    table: &TableName,
    from: &Index,
    to: &Index,
    scene: Scene<'_>,
) -> Rendered {
    vec![drop_named(from.name.text(), scene), build(table, to, scene)].into()
}

/// SQLite renames no index: it is built again.
pub(in crate::dialect::sqlite) fn rename(
    table: &TableName,
    from: &str,
    to: &str,
    scene: Scene<'_>,
) -> Result<Rendered, Obstacle> {
    let index = scene.before.table(table).and_then(|before| {
        before
            .indexes
            .iter()
            .find(|index| index.name.text() == from)
    });
    let Some(index) = index else {
        return Err(Obstacle::new(
            format!("{table}.{from}"),
            "there is no such index",
            "inspect the database again",
        ));
    };
    let renamed = Index {
        name: Name::chosen(to),
        ..index.clone()
    };
    Ok(replace(table, index, &renamed, scene))
}

pub(in crate::dialect::sqlite) fn build(
    table: &TableName,
    index: &Index,
    scene: Scene<'_>,
) -> Statement {
    scanning(definition(table, index), scene)
}

/// Builds an index again that went with its table: in the words of whoever made it, where it is the same.
pub(in crate::dialect::sqlite) fn put_back(
    table: &TableName,
    index: &Index,
    scene: Scene<'_>,
) -> Statement {
    let before = scene.before.table(table);
    let is_same = before.is_some_and(|before| before.indexes.contains(index));
    let text = scene.before.text_of_index(index.name.text());
    match text.filter(|_| is_same) {
        Some(text) => scanning(text.to_owned(), scene),
        None => build(table, index, scene),
    }
}

/// The text of `CREATE INDEX`.
pub(in crate::dialect::sqlite) fn definition(table: &TableName, index: &Index) -> String {
    let parts: Vec<String> = index
        .parts
        .iter()
        .map(|part| {
            let mut sql = match &part.target {
                Target::Column(name) => quote(name),
                Target::Expression(text) => expression(text),
            };
            for clause in &part.clauses {
                sql.push(' ');
                sql.push_str(clause);
            }
            if part.descending {
                sql.push_str(" DESC");
            }
            sql
        })
        .collect();
    let mut sql = format!(
        "CREATE {}INDEX {} ON {} ({})",
        if index.unique { "UNIQUE " } else { "" },
        quote(index.name.text()),
        quote(&table.name),
        parts.join(", ")
    );
    if let Some(predicate) = &index.predicate {
        sql.push_str(" WHERE ");
        sql.push_str(predicate);
    }
    sql
}

/// A text alone would be taken for the name of a column.
fn expression(text: &str) -> String {
    if text.starts_with('\'') && literal(text.trim_matches('\'')) == text {
        format!("({text})")
    } else {
        text.to_owned()
    }
}

fn drop_named(name: &str, scene: Scene<'_>) -> Statement {
    statement(format!("DROP INDEX {}", quote(name)), scene)
}
