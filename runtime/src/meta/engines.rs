//! Tables that are meant for some databases only.
//!
//! In: a column and a database. Out: whether the database can hold it, told while compiling. Says the same as lowering.

use super::{ColumnMeta, EngineMeta, TableMeta, ValueType};

impl TableMeta {
    /// Whether the table is wanted on that database.
    #[must_use]
    pub fn is_for(&self, engine: EngineMeta) -> bool {
        let engines = self.engines();
        engines.is_empty() || engines.contains(&engine)
    }
}

/// Refuses what PostgreSQL cannot hold.
#[track_caller]
pub const fn check_on_postgres(column: &ColumnMeta) {
    refuse(type_on(column, EngineMeta::Postgres));
}

/// Refuses what MySQL cannot hold.
#[track_caller]
pub const fn check_on_mysql(column: &ColumnMeta) {
    refuse(type_on(column, EngineMeta::MySql));
}

/// Refuses what SQLite cannot hold.
#[track_caller]
pub const fn check_on_sqlite(column: &ColumnMeta) {
    refuse(type_on(column, EngineMeta::Sqlite));
}

/// Refuses what MySQL cannot index.
#[track_caller]
pub const fn check_key_on_mysql(column: &ColumnMeta) {
    refuse(key_on_mysql(column));
}

#[track_caller]
const fn refuse(fault: Option<&str>) {
    if let Some(fault) = fault {
        panic!("{}", fault);
    }
}

/// What is wrong with the type.
pub(super) const fn type_on(column: &ColumnMeta, engine: EngineMeta) -> Option<&'static str> {
    if column.has_sql_type(engine) {
        return None;
    }
    let stored = column.value.stored();
    match (engine, column.value) {
        (EngineMeta::Postgres, _)
            if matches!(
                stored,
                ValueType::U8 | ValueType::U16 | ValueType::U32 | ValueType::U64
            ) =>
        {
            Some(
                "PostgreSQL has no unsigned integers, and the table is meant for it\nhelp: use a wider signed type, with a check `... >= 0` where it matters, or take `postgres` out of `engines`",
            )
        }
        (EngineMeta::Postgres, ValueType::Bytes) if column.max_length().is_some() => Some(
            "PostgreSQL has no byte string with a greatest length, and the table is meant for it\nhelp: take `max_length` away and add a check such as `octet_length(...) <= 16`, or take `postgres` out of `engines`",
        ),
        (EngineMeta::MySql, ValueType::Array(_) | ValueType::Named(_)) => Some(
            "only PostgreSQL has such a type, and the table is meant for MySQL\nhelp: name the type there with `sql_type(mysql = \"...\")`, or take `mysql` out of `engines`",
        ),
        (EngineMeta::Sqlite, ValueType::Array(_) | ValueType::Named(_)) => Some(
            "only PostgreSQL has such a type, and the table is meant for SQLite\nhelp: name the type there with `sql_type(sqlite = \"...\")`, or take `sqlite` out of `engines`",
        ),
        (EngineMeta::Sqlite, _) if matches!(stored, ValueType::U64) => Some(
            "SQLite's integers end at 9223372036854775807, and the table is meant for it\nhelp: use `i64`, or take `sqlite` out of `engines`",
        ),
        (EngineMeta::Sqlite, ValueType::Decimal) => Some(
            "SQLite has no exact decimals, and the table is meant for it\nhelp: use `i64` in the smallest unit, or `String`, or take `sqlite` out of `engines`",
        ),
        _ => None,
    }
}

/// What is wrong with a column in a key of MySQL's.
pub(super) const fn key_on_mysql(column: &ColumnMeta) -> Option<&'static str> {
    if !is_unbounded_on_mysql(column) {
        return None;
    }
    Some(
        "the field is in a key, and MySQL cannot index a text or byte string of any length\nhelp: add `#[column(max_length = 255)]`, or take `mysql` out of `engines`",
    )
}

/// Whether a key over the column would be over a text or bytes of any length on MySQL.
pub(crate) const fn is_unbounded_on_mysql(column: &ColumnMeta) -> bool {
    column.value.has_length()
        && column.max_length().is_none()
        && column.length().is_none()
        && !column.has_sql_type(EngineMeta::MySql)
}
