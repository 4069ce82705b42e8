//! Names that only generated code uses. No promise is made about them.

pub use std::marker::PhantomData;

pub use crate::meta::engines::{
    check_key_on_mysql, check_on_mysql, check_on_postgres, check_on_sqlite,
};
pub use crate::meta::part::check_part;
pub use crate::meta::partial::check_partial;
pub use crate::meta::probe::{Optional, Stores, Unknown};
pub use crate::meta::{
    ActionMeta, BoundValue, CheckMeta, Column, ColumnMeta, ColumnType, ColumnWord, Declared,
    DefaultMeta, DomainMeta, Dropped, DroppedKind, DroppedMeta, EngineMeta, EnumMeta, EnumStorage,
    EnumWord, EventMeta, ExclusionMeta, ExtensionMeta, ForeignKeyMeta, ForeignKeyWord,
    GeneratedMeta, Held, IdentityMeta, IndexMeta, IndexWord, ObjectMeta, OptionMeta, PartMeta,
    PartWord, PartitionBound, PartitionMeta, PartitionMethod, PartitioningMeta, PeriodUnit, Place,
    PlaceMeta, Registered, RegisteredObject, RollingMeta, SequenceMeta, SequenceOption, SqlMeta,
    Table, TableMeta, TableWord, TargetMeta, TriggerMeta, ValueType, VariantMeta, View, ViewMeta,
    ViewOption,
};
pub use crate::meta::{
    Columns, Flattened, FlattenedMeta, Flattens, Joined, Part, Partial, columns,
};
pub use crate::plan::{assert_definitions, built_for};
pub use inventory;

use crate::meta::text::is_same;

/// The databases that `assert_definitions!` takes, each at the version that is given, if any.
pub mod flavors {
    use crate::model::{Flavor, Vendor};
    use crate::plan::flavor;

    macro_rules! flavors {
        ($($name:ident is $vendor:ident, $words:literal;)*) => {$(
            #[doc = $words]
            #[must_use]
            #[track_caller]
            pub fn $name(version: &[&str]) -> Flavor {
                flavor(Vendor::$vendor, version.first().copied())
            }
        )*};
    }

    flavors! {
        postgres is Postgres, "PostgreSQL.";
        mysql is MySql, "MySQL.";
        mariadb is MariaDb, "MariaDB.";
        sqlite is Sqlite, "SQLite.";
    }
}

/// Both ends of a foreign key.
#[derive(Debug, Clone, Copy)]
pub struct Reference {
    /// The namespace of the table referred to.
    pub schema: Option<&'static str>,
    /// The table referred to.
    pub table: &'static str,
    /// The column referred to.
    pub column: &'static str,
    /// Whether no two rows of the table referred to share a value.
    pub is_key: bool,
    /// What the referring field holds.
    pub held: Held,
}

/// Resolves `references = Type::field`: the compiler compares the types.
///
/// The referring field is described here as well, so that a type that is no column is told once.
#[must_use]
pub const fn reference<T, V, F>(column: &Column<T, V>, _field: PhantomData<F>) -> Reference
where
    T: Table,
    V: ColumnType,
    F: ColumnType<Value = V::Value>,
{
    Reference {
        schema: T::SCHEMA,
        table: T::NAME,
        column: column.name(),
        is_key: column.is_key(),
        held: F::HELD,
    }
}

// The checks track their caller, so that rustc points at the word of the attribute that the call
// was written for, and never into this file. They stand apart from the constants that they look
// at: a constant that panics is reported again wherever it is used.

/// Refuses a foreign key whose target is not unique.
#[track_caller]
pub const fn check_reference(reference: &Reference) {
    assert!(
        reference.is_key,
        "a foreign key must refer to a column that is the primary key or unique on its own\nhelp: add `#[column(unique)]` to the field referred to"
    );
}

/// Refuses a foreign key over several columns that are not one key of their table.
#[track_caller]
pub const fn check_references(references: &[&Reference], keys: &[&[&str]]) {
    let mut at = 0;
    while at < keys.len() {
        if is_key(references, keys[at]) {
            return;
        }
        at += 1;
    }
    panic!(
        "a foreign key must refer to columns that are together the primary key or a unique key\nhelp: add `#[table(unique(...))]` over these fields to the table referred to"
    );
}

/// Whether the columns referred to are those of the key, in any order.
const fn is_key(references: &[&Reference], key: &[&str]) -> bool {
    if references.len() != key.len() {
        return false;
    }
    let mut at = 0;
    while at < key.len() {
        let mut other = 0;
        while other < references.len() && !is_same(references[other].column, key[at]) {
            other += 1;
        }
        if other == references.len() {
            return false;
        }
        at += 1;
    }
    true
}

/// Refuses `set_null` where one of several columns does not allow NULL.
#[track_caller]
pub const fn check_all_null(columns: &[&ColumnMeta]) {
    let mut at = 0;
    while at < columns.len() {
        assert!(
            columns[at].nullable,
            "`set_null` needs each field of the key to be optional\nhelp: write the types as `Option<...>`"
        );
        at += 1;
    }
}

/// Refuses a bound that the column cannot hold.
#[track_caller]
pub const fn check_bound(column: &ColumnMeta, bound: &BoundValue) {
    match bound {
        BoundValue::Number(number) => {
            assert!(
                column.value.is_number(),
                "a number bounds partitions by a column of a number type\nhelp: quote it for a date or a text: `from = \"2026-01-01\"`"
            );
            if let (Some((least, greatest)), Some(number)) = (column.value.bounds(), whole(number))
            {
                assert!(
                    least <= number && number <= greatest,
                    "the bound is out of the range of the field's type\nhelp: choose a wider type, or another bound"
                );
            }
        }
        BoundValue::Text(text) => {
            assert!(
                column.value.is_temporal()
                    || matches!(column.value, ValueType::Text | ValueType::Uuid),
                "a text bounds partitions by a column that holds text, a date, a time or a uuid\nhelp: write a number without quotes"
            );
            let is_dated = matches!(
                column.value,
                ValueType::Date | ValueType::DateTime | ValueType::Instant
            );
            assert!(
                !is_dated || starts_with_date(text.as_bytes()),
                "the bound of a date or a time begins with the date\nhelp: write it as `\"2026-01-01\"`"
            );
        }
        BoundValue::Least | BoundValue::Greatest => {}
    }
}

/// Refuses rolling partitions by what does not pass as time does.
#[track_caller]
pub const fn check_rolling(column: &ColumnMeta) {
    assert!(
        matches!(
            column.value,
            ValueType::Date | ValueType::DateTime | ValueType::Instant
        ),
        "`every` needs a column that holds a date, or a date and a time\nhelp: declare each partition: `partition(name = \"first\", from(1), to(1000))`"
    );
}

/// Whether the text begins as `2026-01-01` does.
const fn starts_with_date(text: &[u8]) -> bool {
    if text.len() < 10 {
        return false;
    }
    let mut at = 0;
    while at < 10 {
        let is_right = if at == 4 || at == 7 {
            text[at] == b'-'
        } else {
            text[at].is_ascii_digit()
        };
        if !is_right {
            return false;
        }
        at += 1;
    }
    true
}

/// Refuses a default that the column cannot hold.
#[track_caller]
pub const fn check_default(column: &ColumnMeta) {
    if let Some(default) = column.default() {
        check_default_of(column.value, &default);
    }
}

#[track_caller]
const fn check_default_of(value: ValueType, default: &DefaultMeta) {
    if value.is_unknown() {
        return;
    }
    match *default {
        DefaultMeta::Bool(_) => assert!(
            matches!(value, ValueType::Bool),
            "a default of `true` or `false` needs a column of type `bool`\nhelp: write a number as `default = 0`, a text as `default = \"true\"`"
        ),
        DefaultMeta::Number(number) => {
            assert!(
                value.is_number() || !matches!(value, ValueType::Enum(_)),
                "a number is no value of this enum\nhelp: write the variant instead: `default = Open`"
            );
            assert!(
                value.is_number(),
                "a number as default needs a column of a number type\nhelp: quote it for a text: `default = \"0\"`"
            );
            if let (ValueType::Enum(meta), Some(number)) = (value, whole(number)) {
                assert!(
                    meta.has_number(number),
                    "the default is no value of the enum\nhelp: write the variant instead: `default = Open`"
                );
            }
            if let Some((least, greatest)) = value.bounds() {
                let Some(number) = whole(number) else {
                    panic!(
                        "the default of an integer is a whole number\nhelp: round it, or write the type as `f64`"
                    );
                };
                assert!(
                    least <= number && number <= greatest,
                    "the default is out of the range of the field's type\nhelp: choose a wider type"
                );
            }
        }
        DefaultMeta::Text(text) => {
            assert!(
                value.accepts_text(),
                "a text as default needs a column that holds text, a date, a time, a uuid or JSON\nhelp: write numbers and booleans without quotes, an expression as `default = sql(\"...\")`"
            );
            if let ValueType::Enum(meta) = value {
                assert!(
                    meta.has_text(text),
                    "the default is no value of the enum\nhelp: write the variant instead: `default = Open`"
                );
            }
        }
        DefaultMeta::Variant(name) => {
            let ValueType::Enum(meta) = value else {
                panic!(
                    "a variant as default needs a column that holds an enum\nhelp: derive `trueup::Enum` on the field's type, or write an expression as `default = sql(\"...\")`"
                );
            };
            assert!(
                meta.variant(name).is_some(),
                "the default is no variant of the enum\nhelp: write the name of a variant as it is in Rust"
            );
        }
        DefaultMeta::Now => assert!(
            value.is_temporal(),
            "`default = now` needs a column that holds a date or a time\nhelp: write another expression as `default = sql(\"...\")`"
        ),
        DefaultMeta::Sql(_) => {}
    }
}

/// Refuses a NULL in a key.
#[track_caller]
pub const fn check_key(column: &ColumnMeta) {
    assert!(
        !column.nullable,
        "a primary key cannot be optional\nhelp: take the `Option` away"
    );
}

/// Refuses `auto_increment` on what cannot be counted.
#[track_caller]
pub const fn check_auto_increment(column: &ColumnMeta) {
    let fits = (column.value.is_integer() && !column.nullable) || column.value.is_unknown();
    if column.identity().is_some() {
        assert!(
            fits,
            "`identity` needs an integer that is not optional\nhelp: write the type as `i64`, or take `identity` away"
        );
    }
    assert!(
        fits,
        "`auto_increment` needs an integer that is not optional\nhelp: write the type as `i64`, or take `auto_increment` away"
    );
}

/// Refuses a number that the column cannot hold.
#[track_caller]
pub const fn check_numbers(column: &ColumnMeta) {
    let Some((least, greatest)) = column.value.bounds() else {
        return;
    };
    let options = column.numbering();
    let mut at = 0;
    while at < options.len() {
        if let SequenceOption::Start(number)
        | SequenceOption::Minimum(number)
        | SequenceOption::Maximum(number) = options[at]
        {
            assert!(
                least <= number as i128 && number as i128 <= greatest,
                "the number is out of the range of the field's type\nhelp: choose a wider type"
            );
        }
        at += 1;
    }
}

/// Refuses a length where there is none.
#[track_caller]
pub const fn check_max_length(column: &ColumnMeta) {
    assert!(
        column.value.has_length() || column.value.is_unknown(),
        "`max_length` needs a column of type `String` or `Vec<u8>`\nhelp: take `max_length` away"
    );
}

/// Refuses a fixed length where there is none.
#[track_caller]
pub const fn check_length(column: &ColumnMeta) {
    assert!(
        column.value.has_length() || column.value.is_unknown(),
        "`length` needs a column of type `String` or `Vec<u8>`\nhelp: take `length` away"
    );
}

/// Refuses a precision of what has none.
#[track_caller]
pub const fn check_precision(column: &ColumnMeta) {
    let is_time = matches!(
        column.value,
        ValueType::Time | ValueType::DateTime | ValueType::Instant
    );
    assert!(
        is_time || matches!(column.value, ValueType::Decimal) || column.value.is_unknown(),
        "`precision` needs a column that holds a `Decimal` or a time\nhelp: take `precision` away; for a text write `max_length`"
    );
    if let Some(precision) = column.precision() {
        assert!(
            !is_time || precision <= 6,
            "a time has at most six digits after the point\nhelp: write `precision = 6` or less"
        );
        assert!(
            is_time || precision > 0,
            "a decimal of no digits holds nothing\nhelp: write `precision = 12, scale = 2`"
        );
    }
}

/// Refuses a scale of what has none.
#[track_caller]
pub const fn check_scale(column: &ColumnMeta) {
    assert!(
        matches!(column.value, ValueType::Decimal) || column.value.is_unknown(),
        "`scale` needs a column of type `Decimal`\nhelp: take `scale` away; the fraction of a time is its `precision`"
    );
}

/// Refuses a collation of what is not sorted as text.
#[track_caller]
pub const fn check_collation(column: &ColumnMeta) {
    assert!(
        matches!(column.value, ValueType::Text) || column.value.is_unknown(),
        "`collation` needs a column that holds text\nhelp: take `collation` away, or state the type with `sql_type`"
    );
}

/// Refuses a character set of what is no text.
#[track_caller]
pub const fn check_charset(column: &ColumnMeta) {
    assert!(
        matches!(column.value, ValueType::Text) || column.value.is_unknown(),
        "`charset` needs a column that holds text\nhelp: take `charset` away, or state the type with `sql_type`"
    );
}

/// Refuses the time in a column that cannot hold one.
#[track_caller]
pub const fn check_update(column: &ColumnMeta) {
    assert!(
        matches!(column.value, ValueType::DateTime | ValueType::Instant)
            || column.value.is_unknown(),
        "`update = now` needs a column that holds a date and a time\nhelp: write the type as `DateTime<Utc>`, or take `update` away"
    );
}

/// Refuses `set_null` where NULL is not allowed.
#[track_caller]
pub const fn check_set_null(column: &ColumnMeta) {
    assert!(
        column.nullable,
        "`set_null` needs an optional field\nhelp: write the type as `Option<...>`"
    );
}

/// Reads a number that has no fraction and no exponent, up to what any integer type can hold.
const fn whole(text: &str) -> Option<i128> {
    let bytes = text.as_bytes();
    let is_negative = matches!(bytes.first(), Some(b'-'));
    let mut at = if is_negative { 1 } else { 0 };
    let mut number: i128 = 0;
    while at < bytes.len() {
        if !bytes[at].is_ascii_digit() {
            return None;
        }
        let digit = (bytes[at] - b'0') as i128;
        number = number.saturating_mul(10).saturating_add(digit);
        at += 1;
    }
    Some(if is_negative { -number } else { number })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_whole_number_is_read_with_its_sign() {
        for (text, number) in [
            ("0", Some(0)),
            ("-128", Some(-128)),
            ("18446744073709551615", Some(u64::MAX.into())),
            ("1.0", None),
            ("1e3", None),
        ] {
            assert_eq!(whole(text), number, "of {text}");
        }
        assert_eq!(whole(&"9".repeat(60)), Some(i128::MAX));
    }
}
