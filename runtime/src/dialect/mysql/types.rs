//! Types and defaults in the spelling of the catalogue.
//!
//! In: what a field holds. Out: what sqlx reads and writes for it on MySQL and MariaDB. Knows no
//! table.
//!
//! A decimal is stored as `decimal(57,28)`: the smallest type that holds every value of
//! `rust_decimal`, which has up to 29 digits before the point and 28 after it. There is no numeric
//! type without limits here, and a shorter scale would round silently.

use super::MySql;
use super::text::{Kind, lexemes, literal};
use crate::dialect::enumeration::no_variant;
use crate::dialect::{no_type, sql_default};
use crate::meta::{DefaultMeta, EnumStorage, ValueType};
use crate::model::{Engine, Vendor, enum_type};

/// The digits after the point of a decimal.
const DECIMAL_SCALE: usize = 28;

/// The longest `varchar` with four bytes a character that fits in a row.
const LONGEST_TEXT: u32 = 16_383;

/// The longest `varbinary` that fits in a row.
const LONGEST_BYTES: u32 = 65_532;

impl MySql {
    pub(super) fn type_of(
        &self,
        value: ValueType,
        max_length: Option<u32>,
    ) -> Result<String, String> {
        let text = match (value, max_length) {
            (ValueType::Bool, _) => "tinyint(1)",
            (ValueType::I8, _) => "tinyint(4)",
            (ValueType::I16, _) => "smallint(6)",
            (ValueType::I32, _) => "int(11)",
            (ValueType::I64, _) => "bigint(20)",
            (ValueType::U8, _) => "tinyint(3) unsigned",
            (ValueType::U16, _) => "smallint(5) unsigned",
            (ValueType::U32, _) => "int(10) unsigned",
            (ValueType::U64, _) => "bigint(20) unsigned",
            (ValueType::F32, _) => "float",
            (ValueType::F64, _) => "double",
            (ValueType::Text, None) => "longtext",
            (ValueType::Text, Some(length)) if length <= LONGEST_TEXT => {
                return Ok(format!("varchar({length})"));
            }
            (ValueType::Bytes, None) => "longblob",
            (ValueType::Bytes, Some(length)) if length <= LONGEST_BYTES => {
                return Ok(format!("varbinary({length})"));
            }
            (ValueType::Text | ValueType::Bytes, Some(length)) => {
                return Err(format!(
                    "a length of {length} does not fit in a row of {}\nhelp: leave out `max_length`",
                    self.flavor.vendor
                ));
            }
            (ValueType::Date, _) => "date",
            (ValueType::Time, _) => "time(6)",
            (ValueType::DateTime, _) => "datetime(6)",
            (ValueType::Instant, _) => "timestamp(6)",
            (ValueType::Uuid, _) => "binary(16)",
            (ValueType::Json, _) => "json",
            (ValueType::Array(_) | ValueType::Named(_) | ValueType::Other, _) => {
                return Err(no_type(value, self.flavor.vendor));
            }
            (ValueType::Decimal, _) => return Ok(format!("decimal(57,{DECIMAL_SCALE})")),
            (ValueType::Enum(meta), _) => {
                return match meta.storage {
                    EnumStorage::Native => Ok(enum_type(&meta.values().collect::<Vec<_>>())),
                    EnumStorage::Text => Ok("varchar(255)".to_owned()),
                    EnumStorage::Integer(integer) => self.type_of(integer, None),
                };
            }
        };
        Ok(self.spelled(text))
    }

    /// A type in the spelling of the catalogue.
    pub(super) fn spelled(&self, text: &str) -> String {
        let text = compact(text);
        let end = text
            .find(|c: char| !c.is_ascii_alphanumeric() && c != '_')
            .unwrap_or(text.len());
        let (word, rest) = text.split_at(end);
        let (arguments, attributes) = match rest.find(')') {
            Some(at) if rest.starts_with('(') => rest.split_at(at + 1),
            _ => ("", rest),
        };
        let (base, arguments) = match (word, arguments) {
            ("integer" | "int4", a) => ("int", a),
            ("int1", a) => ("tinyint", a),
            ("int2", a) => ("smallint", a),
            ("int3", a) => ("mediumint", a),
            ("int8", a) => ("bigint", a),
            ("bool" | "boolean", _) => ("tinyint", "(1)"),
            ("real" | "float8", a) => ("double", a),
            ("float4", _) => ("float", ""),
            ("dec" | "numeric" | "fixed" | "decimal", "") => ("decimal", "(10,0)"),
            ("dec" | "numeric" | "fixed" | "decimal", a) => ("decimal", a),
            ("char" | "character", "") => ("char", "(1)"),
            ("character", a) => ("char", a),
            ("binary", "") => ("binary", "(1)"),
            ("bit", "") => ("bit", "(1)"),
            ("datetime" | "timestamp" | "time", "(0)") => (word, ""),
            ("year", _) if self.is_mariadb() => ("year", "(4)"),
            ("year", _) => ("year", ""),
            (_, a) => (word, a),
        };
        let arguments = if base == "decimal" && !arguments.contains(',') {
            format!("{},0)", arguments.trim_end_matches(')'))
        } else {
            arguments.to_owned()
        };
        let attributes = attributes.strip_prefix(" precision").unwrap_or(attributes);
        let is_unsigned = attributes.contains("unsigned");
        let width = match (base, is_unsigned) {
            ("tinyint", false) => "(4)",
            ("tinyint", true) => "(3)",
            ("smallint", false) => "(6)",
            ("smallint", true) => "(5)",
            ("mediumint", false) => "(9)",
            ("mediumint", true) => "(8)",
            ("int", false) => "(11)",
            ("int", true) => "(10)",
            ("bigint", _) => "(20)",
            _ => "",
        };
        if width.is_empty() || attributes.contains("zerofill") {
            return format!("{base}{arguments}{attributes}");
        }
        let is_bool = base == "tinyint" && arguments == "(1)" && !is_unsigned;
        if self.has_widths() {
            let width = if arguments.is_empty() {
                width
            } else {
                &arguments
            };
            format!("{base}{width}{attributes}")
        } else if is_bool {
            format!("{base}{arguments}{attributes}")
        } else {
            format!("{base}{attributes}")
        }
    }

    /// Whether the catalogue prints how wide integers are shown. MySQL stopped with 8.0.19 (its
    /// manual, "Numeric Type Attributes"; untested).
    fn has_widths(&self) -> bool {
        self.flavor.vendor == Vendor::MariaDb
            || (
                self.flavor.version.0,
                self.flavor.version.1,
                self.flavor.version.2,
            ) < (8, 0, 19)
    }
}

/// The text in lower case outside of quotes, with single spaces, and none at parentheses.
fn compact(text: &str) -> String {
    let mut compacted = String::new();
    let mut is_apart = false;
    for (kind, part) in lexemes(text.trim()) {
        match kind {
            Kind::Space if part.starts_with("/*") => {
                compacted.push(' ');
                compacted.push_str(part);
            }
            Kind::Space => is_apart = true,
            _ => {
                let is_open = compacted.ends_with(['(', ',']) || compacted.is_empty();
                if is_apart && !is_open && !matches!(part, "(" | ")" | ",") {
                    compacted.push(' ');
                }
                is_apart = false;
                if kind == Kind::Text {
                    compacted.push_str(part);
                } else {
                    compacted.push_str(&part.to_lowercase());
                }
            }
        }
    }
    compacted
}

pub(super) fn default_expression(
    default: &DefaultMeta,
    value: ValueType,
) -> Result<String, String> {
    match (default, value) {
        (DefaultMeta::Sql(sql), _) => sql_default(Engine::MySql, *sql),
        (DefaultMeta::Variant(name), ValueType::Enum(meta)) => match meta.variant(name) {
            Some(variant) if meta.is_integer() => Ok(integer(&variant.number.to_string())),
            Some(variant) => Ok(literal(variant.value)),
            None => Err(no_variant(meta, name)),
        },
        (DefaultMeta::Number(text), ValueType::Enum(_)) => Ok(integer(text)),
        (DefaultMeta::Bool(is_true), ValueType::Bool) => Ok(u8::from(*is_true).to_string()),
        (DefaultMeta::Number(text), ValueType::F32 | ValueType::F64) => Ok(float(text)),
        (DefaultMeta::Number(text), ValueType::Decimal) => Ok(decimal(text)),
        (DefaultMeta::Number(text), value) if value.is_integer() => Ok(integer(text)),
        // A binary literal comes back from the catalogue with its bytes replaced by question
        // marks; an expression comes back as it was.
        (DefaultMeta::Text(text), ValueType::Uuid) => {
            let digits: String = text.chars().filter(|c| *c != '-').collect();
            Ok(format!("unhex({})", literal(&digits)))
        }
        (DefaultMeta::Text(text), ValueType::DateTime | ValueType::Instant) => {
            let time = if text.contains(':') { "" } else { " 00:00:00" };
            Ok(literal(&with_fraction(&format!("{text}{time}"))))
        }
        (DefaultMeta::Text(text), ValueType::Time) => Ok(literal(&with_fraction(text))),
        (DefaultMeta::Text(text), ValueType::Other) => Ok(literal(text)),
        (DefaultMeta::Number(text), ValueType::Other) => Ok(integer(text)),
        (DefaultMeta::Text(text), value) if value.accepts_text() => Ok(literal(text)),
        (DefaultMeta::Now, ValueType::DateTime | ValueType::Instant) => {
            Ok("current_timestamp(6)".to_owned())
        }
        (DefaultMeta::Now, ValueType::Date) => Ok("curdate()".to_owned()),
        (DefaultMeta::Now, ValueType::Time) => Ok("curtime(6)".to_owned()),
        _ => Err(format!(
            "{default:?} is no default of {value:?}\nhelp: write it as `default = sql(\"...\")`"
        )),
    }
}

/// A time with the six digits after the point that the catalogue prints.
fn with_fraction(text: &str) -> String {
    match text.split_once('.') {
        None => format!("{text}.000000"),
        Some((whole, digits)) if digits.len() < 6 => format!("{whole}.{digits:0<6}"),
        Some(_) => text.to_owned(),
    }
}

fn split_sign(text: &str) -> (&str, &str) {
    match text.strip_prefix('-') {
        Some(digits) => ("-", digits),
        None => ("", text.strip_prefix('+').unwrap_or(text)),
    }
}

fn integer(text: &str) -> String {
    let (sign, digits) = split_sign(text);
    match digits.trim_start_matches('0') {
        "" => "0".to_owned(),
        digits => format!("{sign}{digits}"),
    }
}

fn decimal(text: &str) -> String {
    let (sign, digits) = split_sign(text);
    if digits.contains(['e', 'E']) {
        return text.to_owned();
    }
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let whole = integer(whole);
    format!("{sign}{whole}.{fraction:0<DECIMAL_SCALE$}")
}

/// The server prints short numbers as they are; what it does to others is for it to say.
fn float(text: &str) -> String {
    let digits = text.chars().filter(char::is_ascii_digit).count();
    match text.parse::<f64>() {
        Ok(number) if digits <= 6 && !text.contains(['e', 'E']) => number.to_string(),
        _ => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::default_expression;
    use crate::dialect::mysql::tests::{MARIADB, MYSQL};
    use crate::meta::{DefaultMeta, ValueType};

    #[test]
    fn a_type_written_by_hand_is_spelled_as_in_the_catalogue() {
        for (text, mariadb, mysql) in [
            ("INT", "int(11)", "int"),
            ("integer unsigned", "int(10) unsigned", "int unsigned"),
            (
                "BIGINT (20)  UNSIGNED",
                "bigint(20) unsigned",
                "bigint unsigned",
            ),
            ("bool", "tinyint(1)", "tinyint(1)"),
            ("tinyint(4)", "tinyint(4)", "tinyint"),
            (
                "int(5) unsigned zerofill",
                "int(5) unsigned zerofill",
                "int(5) unsigned zerofill",
            ),
            ("NUMERIC(10, 2)", "decimal(10,2)", "decimal(10,2)"),
            ("decimal(5)", "decimal(5,0)", "decimal(5,0)"),
            ("double precision", "double", "double"),
            (
                "ENUM('A b', 'it''s')",
                "enum('A b','it''s')",
                "enum('A b','it''s')",
            ),
            ("year", "year(4)", "year"),
            (
                "varchar(20) /*M!100301 COMPRESSED*/",
                "varchar(20) /*M!100301 COMPRESSED*/",
                "varchar(20) /*M!100301 COMPRESSED*/",
            ),
        ] {
            assert_eq!(MARIADB.spelled(text), mariadb);
            assert_eq!(MYSQL.spelled(text), mysql);
            assert_eq!(MARIADB.spelled(mariadb), mariadb);
        }
    }

    #[test]
    fn a_length_beyond_the_row_is_refused() {
        assert_eq!(
            MARIADB.type_of(ValueType::Text, Some(16_383)).unwrap(),
            "varchar(16383)"
        );
        assert!(MARIADB.type_of(ValueType::Text, Some(16_384)).is_err());
        assert!(MARIADB.type_of(ValueType::Bytes, Some(70_000)).is_err());
    }

    #[test]
    fn defaults_are_spelled_as_in_the_catalogue() {
        for (default, value, expected) in [
            (DefaultMeta::Bool(true), ValueType::Bool, "1"),
            (DefaultMeta::Number("+007"), ValueType::I32, "7"),
            (DefaultMeta::Number("-0"), ValueType::I32, "0"),
            (DefaultMeta::Number("1.50"), ValueType::F64, "1.5"),
            (
                DefaultMeta::Number("-1.5"),
                ValueType::Decimal,
                "-1.5000000000000000000000000000",
            ),
            (
                DefaultMeta::Text("it's \\"),
                ValueType::Text,
                "'it''s \\\\'",
            ),
            (
                DefaultMeta::Text("2020-01-01"),
                ValueType::DateTime,
                "'2020-01-01 00:00:00.000000'",
            ),
            (
                DefaultMeta::Text("2020-01-01"),
                ValueType::Date,
                "'2020-01-01'",
            ),
            (
                DefaultMeta::Text("10:00:00.5"),
                ValueType::Time,
                "'10:00:00.500000'",
            ),
            (DefaultMeta::Now, ValueType::Instant, "current_timestamp(6)"),
            (DefaultMeta::Now, ValueType::Date, "curdate()"),
        ] {
            assert_eq!(default_expression(&default, value).unwrap(), expected);
        }
        assert!(default_expression(&DefaultMeta::Now, ValueType::Text).is_err());
    }
}
