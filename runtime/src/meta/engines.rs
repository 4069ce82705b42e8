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
    if column.has_sql_type(EngineMeta::Postgres) {
        return;
    }
    assert!(
        !matches!(
            column.value.stored(),
            ValueType::U8 | ValueType::U16 | ValueType::U32 | ValueType::U64
        ),
        "PostgreSQL has no unsigned integers, and the table is meant for it\nhelp: use a wider signed type, with a check `... >= 0` where it matters, or take `postgres` out of `engines`"
    );
    assert!(
        !matches!(
            (column.value, column.max_length()),
            (ValueType::Bytes, Some(_))
        ),
        "PostgreSQL has no byte string with a greatest length, and the table is meant for it\nhelp: take `max_length` away and add a check such as `octet_length(...) <= 16`, or take `postgres` out of `engines`"
    );
}

/// Refuses what MySQL cannot hold.
#[track_caller]
pub const fn check_on_mysql(column: &ColumnMeta) {
    assert!(
        column.has_sql_type(EngineMeta::MySql)
            || !matches!(column.value, ValueType::Array(_) | ValueType::Named(_)),
        "only PostgreSQL has such a type, and the table is meant for MySQL\nhelp: name the type there with `sql_type(mysql = \"...\")`, or take `mysql` out of `engines`"
    );
}

/// Refuses what SQLite cannot hold.
#[track_caller]
pub const fn check_on_sqlite(column: &ColumnMeta) {
    if column.has_sql_type(EngineMeta::Sqlite) {
        return;
    }
    assert!(
        !matches!(column.value, ValueType::Array(_) | ValueType::Named(_)),
        "only PostgreSQL has such a type, and the table is meant for SQLite\nhelp: name the type there with `sql_type(sqlite = \"...\")`, or take `sqlite` out of `engines`"
    );
    assert!(
        !matches!(column.value.stored(), ValueType::U64),
        "SQLite's integers end at 9223372036854775807, and the table is meant for it\nhelp: use `i64`, or take `sqlite` out of `engines`"
    );
    assert!(
        !matches!(column.value, ValueType::Decimal),
        "SQLite has no exact decimals, and the table is meant for it\nhelp: use `i64` in the smallest unit, or `String`, or take `sqlite` out of `engines`"
    );
}

/// Refuses what MySQL cannot index.
#[track_caller]
pub const fn check_key_on_mysql(column: &ColumnMeta) {
    assert!(
        !is_unbounded_on_mysql(column),
        "the field is in a key, and MySQL cannot index a text or byte string of any length\nhelp: add `#[column(max_length = 255)]`, or take `mysql` out of `engines`"
    );
}

/// Whether a key over the column would be over a text or bytes of any length on MySQL.
pub(crate) const fn is_unbounded_on_mysql(column: &ColumnMeta) -> bool {
    column.value.has_length()
        && column.max_length().is_none()
        && column.length().is_none()
        && !column.has_sql_type(EngineMeta::MySql)
}
