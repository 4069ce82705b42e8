//! A table made anew, with its rows: what SQLite has in place of most of `ALTER TABLE`.
//!
//! In: the table before and after. Out: the inside of the procedure of lang_altertable.html,
//! section 7. Must not be run with foreign keys enforced: `DROP TABLE` would then delete or change
//! the rows that refer to it. Who runs it switches them off before the transaction, and asks
//! `PRAGMA foreign_key_check` before the commit.

use super::canonical::WITHOUT_ROWID;
use super::ddl::{index, list, scanning, statement, table as table_ddl};
use super::dependents::{self, TRIGGER};
use super::spell::mentions;
use super::{literal, quote, rowid_column, statistics};
use crate::dialect::{Obstacle, Rendered, Scene, Statement};
use crate::model::{Index, Schema, Table, TableName, Target};

/// The statements that bring a table from its form before the scene to that after it.
pub(super) fn rebuild(name: &TableName, scene: Scene<'_>) -> Result<Rendered, Obstacle> {
    let (Some(before), Some(after)) = (scene.before.table(name), scene.after.table(name)) else {
        return Err(Obstacle::new(
            name,
            "it is not known before and after the change",
            "inspect the database again",
        ));
    };
    for column in &before.columns {
        if after.column(&column.name).is_none() {
            dependents::refuse_for_column(scene.before, name, &column.name)?;
        }
    }
    let triggers = triggers(name, scene)?;
    let temporary = free_name(scene.before, name);
    let mut statements = vec![Statement::new(table_ddl::definition(after, &temporary))];
    statements.push(copy(before, after, &temporary, scene)?);
    if is_numbered(before) && is_numbered(after) {
        statements.extend(keep_mark(name, &temporary, scene));
    }
    let [away, back] = statistics::keep(before, after, &temporary, scene);
    statements.extend(away);
    // Otherwise the rename fails at a view of the dropped table, and rewrites the references of
    // other tables. Unlike `foreign_keys` the setting can change within a transaction.
    statements.push(Statement::new("PRAGMA legacy_alter_table = ON"));
    statements.push(statement(
        format!("DROP TABLE {}", quote(&name.name)),
        scene,
    ));
    statements.extend(back);
    statements.push(statement(
        format!(
            "ALTER TABLE {} RENAME TO {}",
            quote(&temporary),
            quote(&name.name)
        ),
        scene,
    ));
    statements.push(Statement::new("PRAGMA legacy_alter_table = OFF"));
    statements.extend(
        after
            .indexes
            .iter()
            .filter(|index| has_columns(after, index))
            .map(|index| index::put_back(name, index, scene)),
    );
    statements.extend(triggers.into_iter().map(|sql| statement(sql, scene)));
    Ok(Rendered {
        statements,
        rebuilds: Some(name.clone()),
    })
}

/// Values go over as they are: a `CAST` would turn what does not fit into zero.
fn copy(
    before: &Table,
    after: &Table,
    temporary: &str,
    scene: Scene<'_>,
) -> Result<Statement, Obstacle> {
    let shared: Vec<&String> = after
        .columns
        .iter()
        .filter(|column| column.generated.is_none() && before.column(&column.name).is_some())
        .map(|column| &column.name)
        .collect();
    let mut columns = list(shared);
    if let Some(rowid) = hidden_rowid(before, after) {
        // Somebody may hold on to rowids, such as a full-text index over this table.
        columns = if columns.is_empty() {
            rowid.to_owned()
        } else {
            format!("{rowid}, {columns}")
        };
    }
    if columns.is_empty() {
        return Err(Obstacle::new(
            &before.name,
            "no column stays, and with them the rows would go",
            "drop the table and create it under another name",
        ));
    }
    let sql = format!(
        "INSERT INTO {} ({columns}) SELECT {columns} FROM {}",
        quote(temporary),
        quote(&before.name.name)
    );
    let statement = scanning(sql, scene);
    Ok(if scene.is_new {
        statement
    } else {
        statement.rewriting()
    })
}

/// The name by which the rowid can be read before and written after, where no column is the rowid.
fn hidden_rowid(before: &Table, after: &Table) -> Option<&'static str> {
    let has_rowid = |table: &Table| !table.is_set(WITHOUT_ROWID);
    if !has_rowid(before) || !has_rowid(after) || rowid_column(after).is_some() {
        return None;
    }
    let is_taken = |table: &Table, name: &str| {
        table
            .columns
            .iter()
            .any(|column| column.name.eq_ignore_ascii_case(name))
    };
    ["rowid", "oid", "_rowid_"]
        .into_iter()
        .find(|name| !is_taken(before, name) && !is_taken(after, name))
}

fn is_numbered(table: &Table) -> bool {
    rowid_column(table)
        .and_then(|name| table.column(name))
        .is_some_and(|column| column.auto_increment.is_some())
}

/// The greatest number ever given stays, or numbers of deleted rows would be given again.
fn keep_mark(name: &TableName, temporary: &str, scene: Scene<'_>) -> [Statement; 2] {
    [
        statement(
            format!(
                "DELETE FROM sqlite_sequence WHERE name = {}",
                literal(temporary)
            ),
            scene,
        ),
        statement(
            format!(
                "INSERT INTO sqlite_sequence (name, seq) SELECT {}, seq FROM sqlite_sequence WHERE name = {}",
                literal(temporary),
                literal(&name.name)
            ),
            scene,
        ),
    ]
}

/// The triggers of the table, which go with the old one.
fn triggers(table: &TableName, scene: Scene<'_>) -> Result<Vec<String>, Obstacle> {
    let own = scene
        .before
        .unsupported
        .iter()
        .filter(|item| item.kind == TRIGGER && item.on.as_ref() == Some(table));
    own.map(|trigger| {
        trigger.definition.clone().ok_or_else(|| {
            Obstacle::new(
                &trigger.object,
                "a rename earlier in the plan changes the text of this trigger, which must be created anew",
                "apply the rename first, and the rest in a second run",
            )
        })
    })
    .collect()
}

/// A name that no object of the database has.
fn free_name(schema: &Schema, table: &TableName) -> String {
    let wanted = format!("_trueup_new_{}", table.name);
    let is_taken = |name: &str| {
        let same = |other: &str| other.eq_ignore_ascii_case(name);
        schema.tables.iter().any(|table| {
            same(&table.name.name) || table.indexes.iter().any(|index| same(index.name.text()))
        }) || dependents::names_beside_tables(schema).any(same)
    };
    let mut name = wanted.clone();
    let mut number = 2;
    while is_taken(&name) {
        name = format!("{wanted}_{number}");
        number += 1;
    }
    name
}

/// Whether the index can be built: between two edits it may name a column that is gone.
fn has_columns(table: &Table, index: &Index) -> bool {
    index.parts.iter().all(|part| match &part.target {
        Target::Column(name) => table.column(name).is_some(),
        Target::Expression(text) => table
            .columns
            .iter()
            .any(|column| mentions(text, &column.name)),
    })
}
