//! Types and defaults of columns.
//!
//! In: what a Rust field holds. Out: the type and the default in the words of the catalogue: the
//! types are those that sqlx encodes into. Knows no table.

use super::words::{plain_literal, type_name};
use crate::dialect::enumeration::no_variant;
use crate::dialect::{no_type, sql_default};
use crate::meta::{DefaultMeta, EnumStorage, ValueType};
use crate::model::{Engine, Vendor};

/// The longest `character varying`.
const LONGEST_TEXT: u32 = 10_485_760;

pub(super) fn column_type(value: ValueType, max_length: Option<u32>) -> Result<String, String> {
    let name = match (value, max_length) {
        (ValueType::Text, Some(length)) if length == 0 || length > LONGEST_TEXT => {
            return Err(format!(
                "a text of at most {length} characters is not possible on PostgreSQL\n\
                 help: use a length from 1 to {LONGEST_TEXT}, or leave `max_length` out"
            ));
        }
        (ValueType::Text, Some(length)) => return Ok(format!("character varying({length})")),
        (ValueType::Bytes, Some(length)) => {
            return Err(format!(
                "PostgreSQL has no byte string with a greatest length\n\
                 help: leave `max_length` out and add a check such as `octet_length(...) <= {length}`"
            ));
        }
        (ValueType::U8, _) => return Err(unsigned("u8", "i16")),
        (ValueType::U16, _) => return Err(unsigned("u16", "i32")),
        (ValueType::U32, _) => return Err(unsigned("u32", "i64")),
        (ValueType::U64, _) => return Err(unsigned("u64", "i64")),
        (ValueType::Bool, _) => "boolean",
        (ValueType::I8, _) => "\"char\"",
        (ValueType::I16, _) => "smallint",
        (ValueType::I32, _) => "integer",
        (ValueType::I64, _) => "bigint",
        (ValueType::F32, _) => "real",
        (ValueType::F64, _) => "double precision",
        (ValueType::Text, _) => "text",
        (ValueType::Bytes, _) => "bytea",
        (ValueType::Date, _) => "date",
        (ValueType::Time, _) => "time without time zone",
        (ValueType::DateTime, _) => "timestamp without time zone",
        (ValueType::Instant, _) => "timestamp with time zone",
        (ValueType::Uuid, _) => "uuid",
        (ValueType::Json, _) => "jsonb",
        (ValueType::Decimal, _) => "numeric",
        (ValueType::Enum(meta), _) => {
            return match meta.storage {
                EnumStorage::Native => Ok(type_name(meta.schema, meta.name)),
                EnumStorage::Text => Ok("text".to_owned()),
                EnumStorage::Integer(integer) => column_type(integer, None),
            };
        }
        (ValueType::Named(name), _) => name,
        (ValueType::Array(element), _) if !matches!(element, ValueType::Array(_)) => {
            return column_type(*element, None).map(|name| format!("{name}[]"));
        }
        (ValueType::Array(_) | ValueType::Other, _) => {
            return Err(no_type(value, Vendor::Postgres));
        }
    };
    Ok(name.to_owned())
}

fn unsigned(rust: &str, wider: &str) -> String {
    format!(
        "PostgreSQL has no unsigned integers, so `{rust}` cannot be a column\n\
         help: use `{wider}`, with a check `... >= 0` where it matters"
    )
}

pub(super) fn default_expression(
    default: &DefaultMeta,
    value: ValueType,
) -> Result<String, String> {
    match default {
        DefaultMeta::Bool(value) => Ok(value.to_string()),
        DefaultMeta::Number(number) => Ok(number_default(number, value)),
        DefaultMeta::Text(text) => {
            let name = match value {
                // `sql_type` names it.
                ValueType::Other => "text".to_owned(),
                _ => column_type(value, None)?,
            };
            Ok(format!("{}::{name}", plain_literal(text)))
        }
        DefaultMeta::Now => match value {
            ValueType::Instant => Ok("now()".to_owned()),
            ValueType::DateTime => Ok("LOCALTIMESTAMP".to_owned()),
            ValueType::Date => Ok("CURRENT_DATE".to_owned()),
            ValueType::Time => Ok("LOCALTIME".to_owned()),
            _ => Err("`now` is a default of dates and times only\n\
                 help: write the default as an expression of the database"
                .to_owned()),
        },
        DefaultMeta::Sql(sql) => sql_default(Engine::Postgres, *sql),
        DefaultMeta::Variant(name) => {
            let ValueType::Enum(meta) = value else {
                return Ok(plain_literal(name));
            };
            match meta.variant(name) {
                Some(variant) if meta.is_integer() => {
                    Ok(number_default(&variant.number.to_string(), value))
                }
                Some(variant) => default_expression(&DefaultMeta::Text(variant.value), value),
                None => Err(no_variant(meta, name)),
            }
        }
    }
}

fn number_default(number: &str, value: ValueType) -> String {
    let number = number_text(number);
    match value.stored() {
        // No cast from a number is applied to it without being asked for.
        ValueType::I8 => format!("({number})::\"char\""),
        _ => number,
    }
}

/// A number as the catalogue shows it: bare when it reads as the same type again, otherwise quoted
/// with its type.
fn number_text(number: &str) -> String {
    let (sign, digits) = match number.strip_prefix('-') {
        Some(digits) => ("-", digits),
        None => ("", number.strip_prefix('+').unwrap_or(number)),
    };
    let sign = if digits.chars().all(|c| matches!(c, '0' | '.')) {
        ""
    } else {
        sign
    };
    if digits.is_empty() || !digits.chars().all(|c| c.is_ascii_digit() || c == '.') {
        return number.to_owned();
    }
    if !digits.contains('.') {
        let digits = digits.trim_start_matches('0');
        let digits = if digits.is_empty() { "0" } else { digits };
        let number = format!("{sign}{digits}");
        return match (number.parse::<i32>(), number.parse::<i64>()) {
            (Ok(0..), _) => number,
            (Ok(_), _) => format!("'{number}'::integer"),
            (_, Ok(_)) => format!("'{number}'::bigint"),
            _ => format!("'{number}'::numeric"),
        };
    }
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let whole = whole.trim_start_matches('0');
    let whole = if whole.is_empty() { "0" } else { whole };
    match (sign, fraction) {
        ("", "") => format!("'{whole}'::numeric"),
        ("", _) => format!("{whole}.{fraction}"),
        (_, "") => format!("'-{whole}'::numeric"),
        _ => format!("'-{whole}.{fraction}'::numeric"),
    }
}

#[cfg(test)]
mod tests {
    use super::{column_type, default_expression, number_text};
    use crate::meta::{DefaultMeta, ValueType};

    #[test]
    fn numbers_are_written_as_the_catalogue_writes_them() {
        for (number, expected) in [
            ("0", "0"),
            ("5", "5"),
            ("-5", "'-5'::integer"),
            ("3000000000", "'3000000000'::bigint"),
            ("-3000000000", "'-3000000000'::bigint"),
            ("12345678901234567890", "'12345678901234567890'::numeric"),
            ("1.50", "1.50"),
            (".5", "0.5"),
            ("-0.5", "'-0.5'::numeric"),
            ("1e10", "1e10"),
        ] {
            assert_eq!(number_text(number), expected);
        }
    }

    #[test]
    fn what_has_no_type_says_the_way_out() {
        for (value, length) in [
            (ValueType::U64, None),
            (ValueType::Bytes, Some(16)),
            (ValueType::Text, Some(20_000_000)),
        ] {
            let error = column_type(value, length).expect_err("no such type");
            assert!(error.contains("\nhelp: "), "{error}");
        }
    }

    #[test]
    fn texts_carry_their_type() {
        let text = default_expression(&DefaultMeta::Text("it's \\"), ValueType::Text);
        assert_eq!(text.as_deref(), Ok("'it''s \\'::text"));
        let now = default_expression(&DefaultMeta::Now, ValueType::Date);
        assert_eq!(now.as_deref(), Ok("CURRENT_DATE"));
        assert!(default_expression(&DefaultMeta::Now, ValueType::I32).is_err());
    }
}
