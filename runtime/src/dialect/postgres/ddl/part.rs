//! Names of the parts that partitions have of an index.
//!
//! In: an index of a divided table before and after. Out: statements that rename its parts, whatever the server has
//! named them. A part is found by the index and the partition.

use super::words::{IDENTIFIER_LIMIT, literal, quote, table as named_table, within};
use crate::dialect::{Scene, Statement};
use crate::model::{Index, PART, TableName};

/// After a build: the parts whose names are not those that the server chooses.
pub(super) fn named(table: &TableName, index: &Index, scene: Scene<'_>) -> Vec<Statement> {
    let parts = index.named_parts();
    parts
        .filter_map(|(part, name)| rename(table, index, part, name, scene))
        .collect()
}

/// The same index with other names of its parts.
pub(super) fn renamed(
    table: &TableName,
    from: &Index,
    to: &Index,
    scene: Scene<'_>,
) -> Vec<Statement> {
    let is_new = |part: &str, name: &str| {
        let mut old = from.named_parts();
        !old.any(|(other, old)| (other, old) == (part, name))
    };
    let mut statements: Vec<Statement> = to
        .named_parts()
        .filter(|(part, name)| is_new(part, name))
        .filter_map(|(part, name)| rename(table, to, part, name, scene))
        .collect();
    let usual = to.usual_tail();
    for (part, _) in from.named_parts() {
        let name = usual.as_ref().map(|tail| format!("{part}{tail}"));
        let name = name.filter(|name| name.len() <= IDENTIFIER_LIMIT);
        if let Some(name) = name.filter(|_| !to.options.contains_key(&format!("{PART}{part}"))) {
            statements.extend(rename(table, to, part, &name, scene));
        }
    }
    statements
}

/// Renames the part of one partition, where it has another name. It locks the part, and nothing of the table. Where the part of
/// another index has the name, that makes way: it is to have another one, or goes.
fn rename(
    table: &TableName,
    index: &Index,
    part: &str,
    name: &str,
    scene: Scene<'_>,
) -> Option<Statement> {
    let divided = scene.after.table(table)?;
    let partition = divided.partitions.iter().find(|one| one.name == part)?;
    let text = |name: &str| literal(name).trim_start().to_owned();
    let parts = format!(
        "FROM pg_catalog.pg_inherits i \
         JOIN pg_catalog.pg_index x ON x.indexrelid = i.inhrelid \
         JOIN pg_catalog.pg_class c ON c.oid = i.inhrelid \
         WHERE x.indrelid = {}::pg_catalog.regclass",
        text(&named_table(&partition.table(table))),
    );
    let body = format!(
        "DECLARE part pg_catalog.regclass; other pg_catalog.regclass; BEGIN \
         SELECT i.inhrelid INTO part {parts} AND i.inhparent = {}::pg_catalog.regclass AND c.relname <> {name}; \
         SELECT i.inhrelid INTO other {parts} AND c.relname = {name}; \
         IF part IS NOT NULL AND other IS NOT NULL THEN \
         EXECUTE 'ALTER INDEX ' || other || ' RENAME TO _trueup_' || other::pg_catalog.oid; END IF; \
         IF part IS NOT NULL THEN EXECUTE 'ALTER INDEX ' || part || {}; END IF; END",
        text(&within(table, index.name.text())),
        text(&format!(" RENAME TO {}", quote(name))),
        name = text(name),
    );
    Some(Statement::new(format!("DO {}", text(&body))))
}
