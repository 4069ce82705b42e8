//! Names that only generated code uses. No promise is made about them.

use std::marker::PhantomData;

pub use crate::meta::{
    ActionMeta, CheckMeta, Column, ColumnMeta, ColumnType, DefaultMeta, Dropped, ForeignKeyMeta,
    IndexColumnMeta, IndexMeta, Registered, Table, TableMeta, UniqueMeta, ValueType,
};
pub use inventory;

/// Resolves `references = Type::field`: the compiler compares the types, this the key.
#[must_use]
pub const fn reference<T, V, F>(column: &Column<T, V>, _field: PhantomData<F>) -> &'static str
where
    V: ?Sized,
    F: ColumnType<Value = V> + ?Sized,
{
    assert!(
        column.is_key(),
        "a foreign key must refer to a column that is the primary key or unique on its own\nhelp: add `#[column(unique)]` to the field referred to"
    );
    column.name()
}

/// Refuses a default that the column cannot hold.
pub const fn check_default(value: ValueType, default: &DefaultMeta) {
    match default {
        DefaultMeta::Bool(_) => assert!(
            matches!(value, ValueType::Bool),
            "a default of `true` or `false` needs a column of type `bool`"
        ),
        DefaultMeta::Number(_) => assert!(
            value.is_number(),
            "a number as default needs a column of a number type\nhelp: quote it for a text: `default = \"0\"`"
        ),
        DefaultMeta::Text(_) => assert!(
            value.accepts_text(),
            "a text as default needs a column that holds text, a date, a time, a uuid or JSON\nhelp: write numbers and booleans without quotes, an expression as `default = sql(\"...\")`"
        ),
        DefaultMeta::Now => assert!(
            value.is_temporal(),
            "`default = now` needs a column that holds a date or a time"
        ),
        DefaultMeta::Sql(_) => {}
    }
}

/// Refuses a NULL in a key.
pub const fn check_key(nullable: bool) {
    assert!(
        !nullable,
        "a primary key cannot be optional\nhelp: take the `Option` away"
    );
}

/// Refuses `auto_increment` on what cannot be counted.
pub const fn check_auto_increment(value: ValueType, nullable: bool) {
    assert!(
        value.is_integer() && !nullable,
        "`auto_increment` needs an integer that is not optional"
    );
}

/// Refuses a length where there is none.
pub const fn check_max_length(value: ValueType) {
    assert!(
        value.has_length(),
        "`max_length` needs a column of type `String` or `Vec<u8>`"
    );
}

/// Refuses `set_null` where NULL is not allowed.
pub const fn check_set_null(nullable: bool) {
    assert!(
        nullable,
        "`set_null` needs an optional field\nhelp: write the type as `Option<...>`"
    );
}
