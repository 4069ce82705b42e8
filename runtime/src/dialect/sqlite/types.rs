//! What sqlx stores in an SQLite column.

use super::{literal, spell};
use crate::dialect::enumeration::no_variant;
use crate::dialect::{no_type, sql_default};
use crate::meta::{DefaultMeta, EnumStorage, ValueType};
use crate::model::{Engine, Vendor};

/// The declared type. SQLite enforces no length: `VARCHAR(n)` tells readers of the schema, and no
/// more. sqlx decides by the declared type what a column can be read as.
pub(super) fn column_type(value: ValueType, max_length: Option<u32>) -> Result<String, String> {
    let name = match value {
        ValueType::Bool => "BOOLEAN",
        ValueType::I8
        | ValueType::I16
        | ValueType::I32
        | ValueType::I64
        | ValueType::U8
        | ValueType::U16
        | ValueType::U32 => "INTEGER",
        ValueType::F32 | ValueType::F64 => "REAL",
        ValueType::Text => {
            return Ok(max_length.map_or("TEXT".to_owned(), |length| format!("VARCHAR({length})")));
        }
        ValueType::Bytes => {
            return Ok(max_length.map_or("BLOB".to_owned(), |length| format!("BLOB({length})")));
        }
        ValueType::Uuid => "BLOB",
        ValueType::Date => "DATE",
        ValueType::Time => "TIME",
        ValueType::DateTime | ValueType::Instant => "DATETIME",
        ValueType::Json => "TEXT",
        ValueType::Enum(meta) => {
            return match meta.storage {
                EnumStorage::Integer(integer) => column_type(integer, None),
                EnumStorage::Native | EnumStorage::Text => Ok("TEXT".to_owned()),
            };
        }
        ValueType::Array(_) | ValueType::Named(_) | ValueType::Other => {
            return Err(no_type(value, Vendor::Sqlite));
        }
        ValueType::U64 => {
            return Err(
                "SQLite's integers end at 9223372036854775807, and sqlx does not write `u64` there\n\
                 help: use `i64`"
                    .to_owned(),
            );
        }
        ValueType::Decimal => {
            return Err(
                "SQLite has no exact decimals, and sqlx does not store `Decimal` there\n\
                 help: use `i64` in the smallest unit, or `String`"
                    .to_owned(),
            );
        }
    };
    Ok(name.to_owned())
}

/// The default in canonical spelling. What the clock gives is a text without a zone, in UTC, which
/// sqlx reads as a date and time with or without one.
pub(super) fn default_expression(
    default: &DefaultMeta,
    value: ValueType,
) -> Result<String, String> {
    match default {
        DefaultMeta::Bool(true) => Ok("TRUE".to_owned()),
        DefaultMeta::Bool(false) => Ok("FALSE".to_owned()),
        DefaultMeta::Number(number) => Ok(spell::default(number)),
        DefaultMeta::Sql(sql) => {
            sql_default(Engine::Sqlite, *sql).map(|text| spell::default(&text))
        }
        DefaultMeta::Text(text) if value == ValueType::Uuid => uuid(text),
        DefaultMeta::Text(text) if text.contains('\0') => {
            Err("SQLite ends a statement at the character NUL\n\
             help: use `default = sql(\"...\")` with `char(0)`"
                .to_owned())
        }
        DefaultMeta::Text(text) => Ok(literal(text)),
        DefaultMeta::Variant(name) => match value {
            ValueType::Enum(meta) => match meta.variant(name) {
                Some(variant) if meta.is_integer() => {
                    Ok(spell::default(&variant.number.to_string()))
                }
                Some(variant) => Ok(literal(variant.value)),
                None => Err(no_variant(meta, name)),
            },
            _ => Ok(literal(name)),
        },
        DefaultMeta::Now => match value {
            ValueType::Date => Ok("CURRENT_DATE".to_owned()),
            ValueType::Time => Ok("CURRENT_TIME".to_owned()),
            _ => Ok("CURRENT_TIMESTAMP".to_owned()),
        },
    }
}

/// sqlx stores the sixteen bytes and not the text.
fn uuid(text: &str) -> Result<String, String> {
    let hex: String = text.chars().filter(|c| *c != '-').collect();
    if hex.len() == 32 && hex.chars().all(|c| c.is_ascii_hexdigit()) {
        Ok(format!("X'{}'", hex.to_uppercase()))
    } else {
        Err(format!(
            "`{text}` is not a UUID\nhelp: write 32 hexadecimal digits, with or without hyphens"
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::{column_type, default_expression};
    use crate::meta::SqlMeta;
    use crate::meta::{DefaultMeta, ValueType};

    #[test]
    fn types_are_those_that_sqlx_reads_and_writes() {
        for (value, length, name) in [
            (ValueType::Bool, None, "BOOLEAN"),
            (ValueType::U32, None, "INTEGER"),
            (ValueType::F32, None, "REAL"),
            (ValueType::Text, None, "TEXT"),
            (ValueType::Text, Some(9), "VARCHAR(9)"),
            (ValueType::Bytes, Some(9), "BLOB(9)"),
            (ValueType::Instant, None, "DATETIME"),
            (ValueType::Uuid, None, "BLOB"),
        ] {
            assert_eq!(column_type(value, length).as_deref(), Ok(name));
        }
    }

    #[test]
    fn what_sqlx_cannot_store_names_the_way_out() {
        for value in [ValueType::U64, ValueType::Decimal] {
            let reason = column_type(value, None).expect_err("no type");
            assert!(reason.contains("\nhelp: "), "{reason}");
        }
    }

    #[test]
    fn defaults_are_spelled_as_they_are_read_back() {
        for (default, value, text) in [
            (DefaultMeta::Bool(true), ValueType::Bool, "TRUE"),
            (DefaultMeta::Number("-1"), ValueType::I64, "-1"),
            (DefaultMeta::Text("it's"), ValueType::Text, "'it''s'"),
            (DefaultMeta::Now, ValueType::Date, "CURRENT_DATE"),
            (DefaultMeta::Now, ValueType::Instant, "CURRENT_TIMESTAMP"),
            (
                DefaultMeta::Sql(SqlMeta::Same("(abs( 1 ))")),
                ValueType::I64,
                "abs(1)",
            ),
            (
                DefaultMeta::Text("67e55044-10b1-426f-9247-bb680e5fe0c8"),
                ValueType::Uuid,
                "X'67E5504410B1426F9247BB680E5FE0C8'",
            ),
        ] {
            assert_eq!(default_expression(&default, value).as_deref(), Ok(text));
        }
        assert!(default_expression(&DefaultMeta::Text("x"), ValueType::Uuid).is_err());
    }
}
