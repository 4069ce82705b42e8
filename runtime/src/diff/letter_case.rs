//! SQLite tells names apart without case, so a name written otherwise is still that name.
//!
//! In: the sides as they come. Out: the desired side, and the base, in the database's own spelling:
//! a rename to another spelling gains nothing, and SQLite refuses it for tables. The manual calls
//! only ASCII letters equal.

use crate::model::{Engine, ObjectId, Schema, Table, TableName, rename_column, rename_table};

use super::Paired;

/// Takes over the spelling of tables and columns.
pub(super) fn adopt(paired: &mut Paired) {
    if paired.live.flavor.engine() != Engine::Sqlite {
        return;
    }
    for found in paired.live.tables.clone() {
        if let Some(own) = twin(&paired.desired, &found.name) {
            rename_table(&mut paired.desired, &own, &found.name);
            if let Some(intent) = paired.intents.tables.remove(&own) {
                paired.intents.tables.insert(found.name.clone(), intent);
            }
            paired.intents.dropped = std::mem::take(&mut paired.intents.dropped)
                .into_iter()
                .map(|id| match id {
                    ObjectId::Column(table, column) if table == own => {
                        ObjectId::Column(found.name.clone(), column)
                    }
                    id => id,
                })
                .collect();
        }
        if let Some(base) = &mut paired.base
            && let Some(own) = twin(base, &found.name)
        {
            rename_table(base, &own, &found.name);
        }
        adopt_columns(paired, &found);
    }
}

fn adopt_columns(paired: &mut Paired, found: &Table) {
    for column in &found.columns {
        let name = &column.name;
        if let Some(own) = column_twin(&paired.desired, found, name) {
            rename_column(&mut paired.desired, &found.name, &own, name);
            if let Some(intent) = paired.intents.tables.get_mut(&found.name)
                && let Some(olds) = intent.renamed_columns.remove(&own)
            {
                intent.renamed_columns.insert(name.clone(), olds);
            }
        }
        if let Some(base) = &mut paired.base
            && let Some(own) = column_twin(base, found, name)
        {
            rename_column(base, &found.name, &own, name);
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

/// The column of the schema that is the given one in another spelling.
fn column_twin(schema: &Schema, found: &Table, name: &str) -> Option<String> {
    let table = schema.table(&found.name)?;
    if table.column(name).is_some() {
        return None;
    }
    table
        .columns
        .iter()
        .find(|own| own.name.eq_ignore_ascii_case(name))
        .map(|own| own.name.clone())
}

#[cfg(test)]
mod tests {
    use crate::diff::{Ownership, compare, pair};
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
}
