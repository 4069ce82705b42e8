//! Names that differ in the case of their letters alone, where the server takes them for one.
//!
//! In: the sides as they come. Out: on SQLite the desired side and the base in the database's own spelling: a rename to
//! another spelling gains nothing, and SQLite refuses it for tables. The manual calls only ASCII letters
//! equal. On MySQL and MariaDB the same for tables, where the server ignores their case; a column gets the spelling
//! that is wanted, by a rename.

use crate::model::{
    Engine, Intents, ObjectId, Schema, Table, TableName, rename_column, rename_table,
};

use super::Paired;
use super::pair::renamed;

/// Brings names to one spelling.
pub(super) fn adopt(paired: &mut Paired) {
    let (is_sqlite, is_mysql) = match paired.live.flavor.engine() {
        Engine::Postgres => return,
        Engine::Sqlite => (true, false),
        Engine::MySql => (false, true),
    };
    let names: Vec<TableName> = paired
        .live
        .tables
        .iter()
        .map(|table| table.name.clone())
        .collect();
    for name in &names {
        if is_sqlite || paired.live.ignores_case_of_tables {
            adopt_table(paired, name);
        }
        if is_mysql {
            respell_columns(paired, name);
        } else {
            adopt_columns(paired, name);
        }
    }
}

fn adopt_table(paired: &mut Paired, found: &TableName) {
    if let Some(own) = twin(&paired.desired, found) {
        rename_table(&mut paired.desired, &own, found);
        if let Some(intent) = paired.intents.tables.remove(&own) {
            paired.intents.tables.insert(found.clone(), intent);
        }
        paired.intents.dropped = std::mem::take(&mut paired.intents.dropped)
            .into_iter()
            .map(|id| match id {
                ObjectId::Column(table, column) if table == own => {
                    ObjectId::Column(found.clone(), column)
                }
                id => id,
            })
            .collect();
    }
    if let Some(base) = &mut paired.base
        && let Some(own) = twin(base, found)
    {
        rename_table(base, &own, found);
    }
}

/// Former names of columns, as the database spells them.
fn declared_as_found(intents: &mut Intents, found: &Table) {
    let Some(intent) = intents.tables.get_mut(&found.name) else {
        return;
    };
    for old in intent.renamed_columns.values_mut().flatten() {
        let mut names = found.columns.iter().map(|column| &column.name);
        if let Some(name) = names.find(|name| name.eq_ignore_ascii_case(old)) {
            old.clone_from(name);
        }
    }
}

/// MySQL refuses to add a column beside one that differs from it in case alone, with 1060.
fn respell_columns(paired: &mut Paired, table: &TableName) {
    let Some(found) = paired.live.table(table) else {
        return;
    };
    declared_as_found(&mut paired.intents, found);
    for (name, own) in column_twins(&paired.desired, found) {
        rename_column(&mut paired.live, table, &name, &own);
        if let Some(base) = &mut paired.base {
            rename_column(base, table, &name, &own);
        }
        paired.renames.push(renamed(
            ObjectId::Column(table.clone(), name),
            ObjectId::Column(table.clone(), own),
        ));
    }
}

fn adopt_columns(paired: &mut Paired, table: &TableName) {
    let Some(found) = paired.live.table(table) else {
        return;
    };
    declared_as_found(&mut paired.intents, found);
    for (name, own) in column_twins(&paired.desired, found) {
        rename_column(&mut paired.desired, table, &own, &name);
        if let Some(intent) = paired.intents.tables.get_mut(table)
            && let Some(olds) = intent.renamed_columns.remove(&own)
        {
            intent.renamed_columns.insert(name, olds);
        }
    }
    if let Some(base) = &mut paired.base {
        for (name, own) in column_twins(base, found) {
            rename_column(base, table, &own, &name);
        }
    }
}

/// The table of the schema that is the given one in another spelling.
fn twin(schema: &Schema, name: &TableName) -> Option<TableName> {
    if schema.table(name).is_some() {
        return None;
    }
    let mut names = schema.tables.iter().map(|table| &table.name);
    names
        .find(|own| own.schema == name.schema && own.name.eq_ignore_ascii_case(&name.name))
        .cloned()
}

/// The columns that the schema has in another spelling, with both spellings: the found one, and its own.
fn column_twins(schema: &Schema, found: &Table) -> Vec<(String, String)> {
    let Some(table) = schema.table(&found.name) else {
        return Vec::new();
    };
    let missing = found.columns.iter().map(|column| &column.name);
    let missing = missing.filter(|name| table.column(name).is_none());
    let twins = missing.filter_map(|name| {
        let mut columns = table.columns.iter();
        let own = columns.find(|own| own.name.eq_ignore_ascii_case(name))?;
        Some((name.clone(), own.name.clone()))
    });
    twins.collect()
}

#[cfg(test)]
mod tests {
    use crate::diff::{Change, Ownership, compare, pair};
    use crate::model::{
        Column, Flavor, Index, Intents, Name, Schema, Table, TableName, Vendor, Version,
    };

    fn schema(vendor: Vendor, table: &str, column: &str) -> Schema {
        let mut schema = Schema::new(Flavor::new(vendor, Version(3, 46, 0)));
        let mut own = Table::new(TableName::new(table));
        own.columns.push(Column::new(column, "TEXT"));
        own.indexes.push(Index::over(Name::chosen("i"), &[column]));
        schema.tables.push(own);
        schema
    }

    #[test]
    fn another_spelling_is_the_same_table_on_sqlite_alone() {
        for (vendor, is_same) in [(Vendor::Sqlite, true), (Vendor::Postgres, false)] {
            let live = schema(vendor, "Users", "Name");
            let desired = schema(vendor, "users", "name");
            let paired = pair(Some(&desired), &live, &desired, &Intents::default());
            let difference = compare(&paired, Ownership::Everything);
            assert_eq!(difference.changes.is_empty(), is_same, "{vendor}");
        }
    }

    #[test]
    fn a_column_of_mysql_is_renamed_and_a_table_where_the_server_ignores_case_is_found() {
        for ignores_case in [true, false] {
            let mut live = schema(Vendor::MySql, "Users", "Name");
            live.ignores_case_of_tables = ignores_case;
            let desired = schema(Vendor::MySql, "users", "name");
            let paired = pair(Some(&live), &live, &desired, &Intents::default());
            let difference = compare(&paired, Ownership::Everything);
            let found = difference.changes.iter().map(Change::kind);
            let expected: &[_] = match ignores_case {
                true => &["rename_column"],
                false => &["drop_table", "create_table", "create_index"],
            };
            assert_eq!(found.collect::<Vec<_>>(), expected, "{ignores_case}");
        }
    }
}
