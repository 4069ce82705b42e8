//! Renaming a table or a column, with everything that mentions it.
//!
//! Names inside expressions are replaced word by word, as the databases do when they rename.

use super::{Engine, Name, Schema, Table, TableName, Target, rename_identifier};

/// Renames a table and follows the foreign keys that refer to it.
pub fn rename_table(schema: &mut Schema, from: &TableName, to: &TableName) {
    let follows = schema.flavor.engine() == Engine::MySql;
    for table in &mut schema.tables {
        if table.name == *from {
            table.name = to.clone();
            if follows {
                rename_numbered_keys(table, &from.name, &to.name);
            }
        }
        for key in &mut table.foreign_keys {
            if key.target == *from {
                key.target = to.clone();
            }
        }
    }
    for item in &mut schema.unsupported {
        if item.on.as_ref() == Some(from) {
            item.on = Some(to.clone());
        }
    }
    schema.tables.sort_by(|a, b| a.name.cmp(&b.name));
}

/// InnoDB renames the foreign keys that bear the table's name and a number, also when somebody chose
/// such a name.
fn rename_numbered_keys(table: &mut Table, from: &str, to: &str) {
    for key in &mut table.foreign_keys {
        let number = key.name.text().strip_prefix(from);
        let number = number.and_then(|rest| rest.strip_prefix("_ibfk_"));
        if let Some(number) = number.filter(|rest| rest.bytes().all(|byte| byte.is_ascii_digit())) {
            key.name = Name::chosen(format!("{to}_ibfk_{number}"));
        }
    }
    table.sort();
}

/// Renames a column and follows keys, indexes, checks and foreign keys.
pub fn rename_column(schema: &mut Schema, table: &TableName, from: &str, to: &str) {
    let quote = match schema.flavor.engine() {
        Engine::MySql => '`',
        Engine::Postgres | Engine::Sqlite => '"',
    };
    let swap = |name: &mut String| {
        if name == from {
            to.clone_into(name);
        }
    };
    let rewrite = |text: &mut String| *text = rename_identifier(text, from, to, quote);
    for other in &mut schema.tables {
        for key in &mut other.foreign_keys {
            if key.target == *table {
                key.target_columns.iter_mut().for_each(swap);
            }
        }
        if other.name != *table {
            continue;
        }
        for column in &mut other.columns {
            swap(&mut column.name);
            if let Some(generated) = &mut column.generated {
                rewrite(&mut generated.expression);
            }
        }
        if let Some(key) = &mut other.primary_key {
            key.columns.iter_mut().for_each(swap);
        }
        for unique in &mut other.uniques {
            unique.columns.iter_mut().for_each(swap);
        }
        for index in &mut other.indexes {
            for part in &mut index.parts {
                match &mut part.target {
                    Target::Column(name) => swap(name),
                    Target::Expression(text) => rewrite(text),
                }
            }
            index.include.iter_mut().for_each(swap);
            index.predicate.iter_mut().for_each(rewrite);
        }
        for key in &mut other.foreign_keys {
            key.columns.iter_mut().for_each(swap);
        }
        for check in &mut other.checks {
            rewrite(&mut check.expression);
        }
    }
    for item in &mut schema.unsupported {
        if item.on.as_ref() == Some(table) {
            item.column.iter_mut().for_each(swap);
        }
    }
}
