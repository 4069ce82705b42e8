//! Flattened columns and the databases that their table is meant for.
//!
//! In: a table and the number of a part. Out: whether each database has what the columns say, told while compiling. Says the same as
//! the derive does of the table's own fields, which it alone sees.

use crate::meta::engines::{key_on_mysql, type_on};
use crate::meta::text::{Message, is_one_of, is_same};
use crate::meta::{
    ColumnMeta, ColumnWord, EngineMeta, FlattenedMeta, IdentityMeta, IndexMeta, IndexWord,
    PartWord, SequenceOption, SqlMeta, TableMeta, TargetMeta,
};

/// Refuses a flattened column that a database of the table does not have. The word is where the struct is flattened, so that the
/// message names the field.
#[track_caller]
pub(super) const fn check_flattened(table: &TableMeta, number: usize) {
    let engines = table.engines();
    let part = &table.parts()[number];
    let mut at = 0;
    while at < engines.len() {
        let mut inside = 0;
        while inside < part.meta.columns.len() {
            let column = &part.meta.columns[inside];
            if let Some(fault) = on_engine(table, number, column, engines[at]) {
                let mut message = Message::new();
                message.add("`");
                message.add(part.meta.rust_name);
                message.add("::");
                message.add(column.field);
                message.add("` in the table `");
                message.add(table.name);
                message.add("`: ");
                message.add(fault);
                panic!("{}", message.text(fault));
            }
            inside += 1;
        }
        at += 1;
    }
}

/// What is wrong with a flattened column on that database.
const fn on_engine(
    table: &TableMeta,
    number: usize,
    column: &ColumnMeta,
    engine: EngineMeta,
) -> Option<&'static str> {
    let fault = type_on(column, engine);
    if fault.is_some() {
        return fault;
    }
    if matches!(engine, EngineMeta::MySql) && is_keyed(table.parts()[number].meta, column.name) {
        let fault = key_on_mysql(column);
        if fault.is_some() {
            return fault;
        }
    }
    let fault = update_on(column, engine);
    if fault.is_some() {
        return fault;
    }
    numbered_on(table, number, column, engine)
}

/// Only MySQL sets a column to the time of an update.
const fn update_on(column: &ColumnMeta, engine: EngineMeta) -> Option<&'static str> {
    let mut is_updated = false;
    let mut at = 0;
    while at < column.words.len() {
        is_updated |= matches!(column.words[at], ColumnWord::UpdateNow);
        at += 1;
    }
    match engine {
        EngineMeta::Postgres if is_updated => Some(
            "PostgreSQL has no `update`, and the table is meant for it\nhelp: set the column in the code or by a trigger, and take `update` away, or take `postgres` out of `engines`",
        ),
        EngineMeta::Sqlite if is_updated => Some(
            "SQLite has no `update`, and the table is meant for it\nhelp: set the column in the code or by a trigger, and take `update` away, or take `sqlite` out of `engines`",
        ),
        _ => None,
    }
}

/// Only PostgreSQL numbers a column that is no key, refuses a number that a row brings, and has sequences.
const fn numbered_on(
    table: &TableMeta,
    number: usize,
    column: &ColumnMeta,
    engine: EngineMeta,
) -> Option<&'static str> {
    if !column.is_auto_increment() {
        return None;
    }
    let is_always = matches!(column.identity(), Some(IdentityMeta::Always));
    let is_counted = is_counted(column.numbering());
    let is_leading = is_leading(table, number, column.name);
    match engine {
        EngineMeta::MySql if is_always => Some(
            "MySQL takes a number that a row brings, and the table is meant for it\nhelp: write `auto_increment`, or take `mysql` out of `engines`",
        ),
        EngineMeta::Sqlite if is_always => Some(
            "SQLite takes a number that a row brings, and the table is meant for it\nhelp: write `auto_increment`, or take `sqlite` out of `engines`",
        ),
        EngineMeta::MySql if is_counted => Some(
            "MySQL counts by ones from a first number, and the table is meant for it\nhelp: number the rows in the code, or take `mysql` out of `engines`",
        ),
        EngineMeta::Sqlite if is_counted => Some(
            "SQLite counts by ones from a first number, and the table is meant for it\nhelp: number the rows in the code, or take `sqlite` out of `engines`",
        ),
        EngineMeta::MySql
            if !is_leading && !leads_one(table.parts()[number].meta.uniques(), column.name) =>
        {
            Some(
                "MySQL numbers a primary key only, and the table is meant for it\nhelp: make the field the primary key, number the rows yourself, or take `mysql` out of `engines`",
            )
        }
        EngineMeta::Sqlite if !is_leading || keyed(table) > 1 => Some(
            "SQLite numbers a primary key only, and the table is meant for it\nhelp: make the field the primary key, number the rows yourself, or take `sqlite` out of `engines`",
        ),
        _ => None,
    }
}

/// Whether it counts in another way than by ones from a first number.
const fn is_counted(options: &[SequenceOption]) -> bool {
    let mut at = 0;
    while at < options.len() {
        if matches!(
            options[at],
            SequenceOption::Increment(_)
                | SequenceOption::Minimum(_)
                | SequenceOption::Maximum(_)
                | SequenceOption::Cycle(_)
        ) {
            return true;
        }
        at += 1;
    }
    false
}

/// Whether the column of that part is the first of the whole primary key.
const fn is_leading(table: &TableMeta, number: usize, column: &str) -> bool {
    let parts = table.parts();
    let mut is_free = table.primary_key.is_empty();
    let mut at = 0;
    while at < number {
        is_free &= parts[at].meta.primary_key.is_empty();
        at += 1;
    }
    let key = parts[number].meta.primary_key;
    is_free && !key.is_empty() && is_same(key[0], column)
}

/// How many columns the whole primary key has.
const fn keyed(table: &TableMeta) -> usize {
    let parts: &[FlattenedMeta] = table.parts();
    let mut count = table.primary_key.len();
    let mut at = 0;
    while at < parts.len() {
        count += parts[at].meta.primary_key.len();
        at += 1;
    }
    count
}

/// Whether one of the keys begins with the column.
const fn leads_one(keys: &[IndexMeta], column: &str) -> bool {
    let mut at = 0;
    while at < keys.len() {
        let mut inside = 0;
        while inside < keys[at].parts.len() {
            if let TargetMeta::Column(name) = keys[at].parts[inside].target {
                if is_same(name, column) {
                    return true;
                }
                break;
            }
            inside += 1;
        }
        at += 1;
    }
    false
}

/// Whether MySQL would index the column.
const fn is_keyed(part: &TableMeta, column: &str) -> bool {
    let references = part.foreign_keys();
    let mut at = 0;
    while at < references.len() {
        if is_one_of(references[at].columns, column) {
            return true;
        }
        at += 1;
    }
    is_one_of(part.primary_key, column)
        || is_whole_in_one(part.uniques(), column)
        || is_whole_in_one(part.indexes(), column)
}

/// Whether MySQL has to keep all of the column in one of the keys.
const fn is_whole_in_one(keys: &[IndexMeta], column: &str) -> bool {
    let mut at = 0;
    while at < keys.len() {
        let mut inside = 0;
        while is_plain_on_mysql(&keys[at]) && inside < keys[at].parts.len() {
            let part = &keys[at].parts[inside];
            if let TargetMeta::Column(name) = part.target
                && is_same(name, column)
                && !has_length(part.words)
            {
                return true;
            }
            inside += 1;
        }
        at += 1;
    }
    false
}

const fn has_length(words: &[PartWord]) -> bool {
    let mut at = 0;
    while at < words.len() {
        if matches!(words[at], PartWord::Length(_)) {
            return true;
        }
        at += 1;
    }
    false
}

/// Whether MySQL has the index, and as one over whole values.
const fn is_plain_on_mysql(key: &IndexMeta) -> bool {
    let mut at = 0;
    while at < key.words.len() {
        match key.words[at] {
            IndexWord::Engines(engines) => {
                let mut is_there = false;
                let mut inside = 0;
                while inside < engines.len() {
                    is_there |= matches!(engines[inside], EngineMeta::MySql);
                    inside += 1;
                }
                if !is_there {
                    return false;
                }
            }
            IndexWord::Method(
                SqlMeta::Same(method)
                | SqlMeta::Each {
                    mysql: Some(method),
                    ..
                },
            ) if is_same(method, "fulltext") || is_same(method, "spatial") => return false,
            _ => {}
        }
        at += 1;
    }
    true
}
