//! Names of the parts that partitions have of an index.
//!
//! In: an index of a divided table before and after. Out: statements that rename its parts, whatever the server has
//! named them. A part is found by the index and the partition.

use super::index;
use super::words::{literal, quote, table as named_table, within};
use crate::dialect::{Scene, Statement, division};
use crate::model::{Index, Partition, Table, TableName};

/// After a build: the parts get the names that they are to have. Where another part has the name that the server would have
/// given, a part keeps the one that it was built under, unless the index states the name. `gone` is an index that is no longer there.
pub(super) fn named(
    table: &TableName,
    built: &Index,
    index: &Index,
    gone: Option<&Index>,
    scene: Scene<'_>,
) -> Vec<Statement> {
    let Some(divided) = scene.before.table(table) else {
        return Vec::new();
    };
    let is_built_apart = !scene.is_new && division::is_whole(table, scene);
    let others = divided
        .indexes
        .iter()
        .filter(|one| gone.is_none_or(|gone| one.name != gone.name));
    let others: Vec<&Index> = others.collect();
    let statement = |partition: &Partition| {
        let name = index.part_name(&partition.name)?;
        let holds = |other: &&Index| other.part_name(&partition.name).as_ref() == Some(&name);
        if is_built_apart
            && !others.iter().any(holds)
            && !is_elsewhere(table, partition, &name, scene)
        {
            let built = index::part_name(table, &partition.name, built);
            return Some(index::rename(&partition.table(table), &built, &name));
        }
        let is_stated = index.named_parts().any(|(part, _)| part == partition.name);
        is_stated
            .then(|| rename(table, index, &partition.name, &name, scene))
            .flatten()
    };
    divided.partitions.iter().filter_map(statement).collect()
}

/// Whether something has the name that is no part of an index.
fn is_elsewhere(table: &TableName, partition: &Partition, name: &str, scene: Scene<'_>) -> bool {
    let place = partition.table(table);
    let object = format!("{place}.{name}");
    let mut unsupported = scene.before.unsupported.iter();
    scene.before.table(&place.renamed(name)).is_some()
        || has_alone(partition, name)
        || unsupported.any(|item| item.object == object)
}

/// Whether the partition has an index of its own of that name.
fn has_alone(partition: &Partition, name: &str) -> bool {
    let is_it = |own: &Table| {
        own.indexes.iter().any(|index| index.name.text() == name)
            || own.uniques.iter().any(|unique| unique.name.text() == name)
    };
    partition.own.as_deref().is_some_and(is_it)
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
    for (part, old) in from.named_parts() {
        let is_stated = to.named_parts().any(|(other, _)| other == part);
        let name = to.part_name(part).filter(|name| !is_stated && name != old);
        statements.extend(name.and_then(|name| rename(table, to, part, &name, scene)));
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
