//! Types, defaults, conditions and values in the words of each engine.
//!
//! In: a family of types and choices. Out: texts. Values are few and simple, so that most of them fit most
//! types and conditions.

use fastrand::Rng;
use trueup::model::{Engine, Schema};

/// Types whose values are alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Family {
    Integer,
    Decimal,
    Float,
    Text,
    Bool,
    Date,
    Time,
    Bytes,
    Json,
    Uuid,
    Enum,
}

impl Family {
    pub(super) fn any(engine: Engine, dice: &mut Rng) -> Self {
        use Family::{Bool, Bytes, Date, Decimal, Enum, Float, Integer, Json, Text, Time, Uuid};
        const COMMON: [Family; 12] = [
            Integer, Integer, Integer, Text, Text, Text, Decimal, Float, Bool, Date, Time, Bytes,
        ];
        let more = match engine {
            Engine::Sqlite => &[][..],
            Engine::MySql => &[Json, Enum][..],
            Engine::Postgres => &[Json, Uuid, Enum][..],
        };
        let at = dice.usize(0..COMMON.len() + more.len());
        *COMMON.iter().chain(more).nth(at).expect("one of them")
    }

    /// Another one whose types every engine makes of its types, and that keeps its values.
    pub(super) const fn other(self) -> Self {
        match self {
            Self::Integer => Self::Text,
            Self::Text => Self::Integer,
            Self::Decimal => Self::Text,
            Self::Enum => Self::Text,
            other => other,
        }
    }

    /// The family of a type.
    pub(super) fn of(data_type: &str) -> Self {
        let name = data_type.to_lowercase();
        let starts = |words: &[&str]| words.iter().any(|word| name.starts_with(word));
        match () {
            () if starts(&["tinyint(1)", "bool"]) => Self::Bool,
            () if starts(&["int", "bigint", "smallint"]) => Self::Integer,
            () if starts(&["numeric", "decimal"]) => Self::Decimal,
            () if starts(&["double", "real", "float"]) => Self::Float,
            () if starts(&["datetime", "timestamp"]) => Self::Time,
            () if starts(&["date"]) => Self::Date,
            () if starts(&["bytea", "varbinary", "blob"]) => Self::Bytes,
            () if starts(&["json"]) => Self::Json,
            () if starts(&["uuid"]) => Self::Uuid,
            () if starts(&["e0", "e1", "enum("]) => Self::Enum,
            () => Self::Text,
        }
    }

    pub(super) fn data_type(self, engine: Engine, dice: &mut Rng, schema: &Schema) -> String {
        let all: &[&str] = match (self, engine) {
            (Self::Integer, Engine::Postgres) => &["integer", "bigint", "smallint"],
            (Self::Integer, Engine::MySql) => {
                &["int(11)", "bigint(20)", "smallint(6)", "int(10) unsigned"]
            }
            (Self::Integer, Engine::Sqlite) => &["INTEGER", "BIGINT", "SMALLINT"],
            (Self::Decimal, Engine::Postgres) => &["numeric(10,2)", "numeric(12,4)", "numeric"],
            (Self::Decimal, Engine::MySql) => &["decimal(10,2)", "decimal(12,4)"],
            (Self::Decimal, Engine::Sqlite) => &["NUMERIC", "DECIMAL(10,2)"],
            (Self::Float, Engine::Postgres) => &["double precision", "real"],
            (Self::Float, Engine::MySql) => &["double", "float"],
            (Self::Float, Engine::Sqlite) => &["REAL", "DOUBLE"],
            // Without the domain it is a text like others.
            (Self::Text, Engine::Postgres) if dice.u8(0..6) == 0 && !schema.domains.is_empty() => {
                &["words"]
            }
            (Self::Text, Engine::Postgres) => {
                &["text", "character varying(20)", "character varying(40)"]
            }
            (Self::Text, Engine::MySql) => &["varchar(20)", "varchar(40)", "longtext", "char(20)"],
            (Self::Text, Engine::Sqlite) => &["TEXT", "VARCHAR(20)", "VARCHAR(40)"],
            (Self::Bool, Engine::Postgres) => &["boolean"],
            (Self::Bool, Engine::MySql) => &["tinyint(1)"],
            (Self::Bool, Engine::Sqlite) => &["BOOLEAN"],
            (Self::Date, Engine::Postgres | Engine::MySql) => &["date"],
            (Self::Date, Engine::Sqlite) => &["DATE"],
            (Self::Time, Engine::Postgres) => &[
                "timestamp with time zone",
                "timestamp without time zone",
                "timestamp(3) with time zone",
            ],
            (Self::Time, Engine::MySql) => &["datetime(6)", "datetime", "timestamp(6)"],
            (Self::Time, Engine::Sqlite) => &["DATETIME", "TIMESTAMP"],
            (Self::Bytes, Engine::Postgres) => &["bytea"],
            (Self::Bytes, Engine::MySql) => &["varbinary(20)", "varbinary(40)"],
            (Self::Bytes, Engine::Sqlite) => &["BLOB"],
            (Self::Json, Engine::Postgres) => &["jsonb", "json"],
            (Self::Json, _) => &["json"],
            (Self::Uuid, _) => &["uuid"],
            (Self::Enum, Engine::MySql) => &[
                "enum('a','b')",
                "enum('a','b','c')",
                "enum('a','it''s','b')",
            ],
            (Self::Enum, _) => {
                // Without an enum type it is a text like others.
                let at = dice.usize(..);
                let types: Vec<&str> = schema
                    .enums
                    .iter()
                    .map(|of| of.name.name.as_str())
                    .collect();
                return match types.len() {
                    0 => "text".to_owned(),
                    many => types[at % many].to_owned(),
                };
            }
        };
        all[dice.usize(..) % all.len()].to_owned()
    }

    /// A default. What stands in quotes is the type's own on every engine.
    pub(super) fn default(self, engine: Engine, data_type: &str, dice: &mut Rng) -> Option<String> {
        let at = dice.u8(0..3);
        if data_type == "text" && self == Self::Enum {
            return Some("'a'".to_owned());
        }
        Some(match (self, engine) {
            (Self::Integer, _) => ["0", "7", "42"][usize::from(at)].to_owned(),
            (Self::Decimal, Engine::MySql) if data_type == "decimal(10,2)" => {
                ["1.50", "7.00", "0.00"][usize::from(at)].to_owned()
            }
            (Self::Decimal, Engine::MySql) => ["1.5000", "7.0000"][usize::from(at % 2)].to_owned(),
            (Self::Decimal, _) => ["1.50", "7", "0"][usize::from(at)].to_owned(),
            (Self::Float, _) => ["0.5", "2.5", "7"][usize::from(at)].to_owned(),
            (Self::Text, _) => ["'x'", "'it''s'", "''"][usize::from(at)].to_owned(),
            (Self::Bool, Engine::Postgres) => ["true", "false"][usize::from(at % 2)].to_owned(),
            (Self::Bool, _) => ["0", "1"][usize::from(at % 2)].to_owned(),
            (Self::Date, _) => "'2024-02-03'".to_owned(),
            (Self::Time, Engine::MySql) if data_type.ends_with("(6)") => match at {
                0 => "current_timestamp(6)".to_owned(),
                _ => "'2024-02-03 04:05:06.000000'".to_owned(),
            },
            (Self::Time, Engine::MySql) => "'2024-02-03 04:05:06'".to_owned(),
            (Self::Time, _) => match at {
                0 => "CURRENT_TIMESTAMP".to_owned(),
                _ => "'2024-02-03 04:05:06'".to_owned(),
            },
            (Self::Bytes, Engine::Postgres) => "'\\x61'".to_owned(),
            (Self::Bytes, Engine::MySql) => "'x'".to_owned(),
            (Self::Bytes, Engine::Sqlite) => "x'61'".to_owned(),
            (Self::Json, _) => "'{}'".to_owned(),
            (Self::Uuid, _) => "'00000000-0000-4000-8000-00000000000a'".to_owned(),
            (Self::Enum, _) => ["'a'", "'b'"][usize::from(at % 2)].to_owned(),
        })
    }

    /// A condition that nearly every value fulfils.
    pub(super) fn condition(self, column: &str, dice: &mut Rng) -> Option<String> {
        let all: &[&str] = match self {
            Self::Integer | Self::Decimal | Self::Float => &[
                "{} >= 0",
                "{} <> 3.5 OR {} IS NULL",
                "{} BETWEEN -5 AND 99999",
                "{} IN (7, 42, 0) OR {} > -1",
                "{} <> -11",
            ],
            Self::Text => &[
                "length({}) < 60",
                "{} <> 'no'",
                "{} IS NULL OR {} <> 'it''s not'",
                "{} NOT IN ('p', 'q')",
            ],
            Self::Date => &["{} > '2001-02-03'"],
            _ => return None,
        };
        Some(all[dice.usize(0..all.len())].replace("{}", column))
    }

    /// Whether an index over the whole value can be made of it.
    pub(super) fn is_sorted(self, data_type: &str) -> bool {
        !matches!(self, Self::Json | Self::Bytes) && data_type != "longtext"
    }

    /// Whether each row has another value.
    pub(super) fn is_distinct(self) -> bool {
        matches!(
            self,
            Self::Integer | Self::Text | Self::Decimal | Self::Date
        )
    }

    /// The value of a row, which is its own in the table.
    pub(super) fn value(self, engine: Engine, column: &str, row: u32) -> String {
        let digit = column.bytes().last().map_or(0, |byte| u32::from(byte % 10));
        let value = row * 10 + digit;
        match self {
            Self::Integer | Self::Decimal | Self::Float => value.to_string(),
            Self::Text => format!("'{value}'"),
            Self::Bool if engine == Engine::Postgres => row.is_multiple_of(2).to_string(),
            Self::Bool => (row % 2).to_string(),
            Self::Date => format!("'2024-01-{:02}'", row + 1),
            Self::Time => format!("'2024-01-{:02} 10:11:12'", row + 1),
            Self::Bytes if engine == Engine::Postgres => format!("'\\x{value:04}'"),
            Self::Bytes => format!("x'{value:04}'"),
            Self::Json => format!("'{{\"a\": {value}}}'"),
            Self::Uuid => format!("'00000000-0000-4000-8000-{value:012}'"),
            Self::Enum => ["'a'", "'b'"][row as usize % 2].to_owned(),
        }
    }
}

/// A collation of a text.
pub(super) fn collation(engine: Engine, dice: &mut Rng) -> &'static str {
    let all = match engine {
        Engine::Postgres => ["\"C\"", "\"POSIX\""],
        Engine::MySql => ["utf8mb4_bin", "utf8mb4_unicode_ci"],
        Engine::Sqlite => ["NOCASE", "RTRIM"],
    };
    all[dice.usize(0..2)]
}

/// The type of the numbers of rows.
pub(super) fn number_type(engine: Engine, small: bool) -> &'static str {
    match (engine, small) {
        (Engine::Postgres, true) => "integer",
        (Engine::Postgres, false) => "bigint",
        (Engine::MySql, true) => "int(11)",
        (Engine::MySql, false) => "bigint(20)",
        (Engine::Sqlite, true) => "INTEGER",
        (Engine::Sqlite, false) => "BIGINT",
    }
}

/// The type of what is computed from a value.
pub(super) fn computed_type(engine: Engine, from: Family, data_type: &str) -> String {
    match (from, engine) {
        (Family::Integer, _) => number_type(engine, false).to_owned(),
        (_, Engine::Postgres) => "text".to_owned(),
        (_, Engine::MySql) if data_type == "longtext" => "longtext".to_owned(),
        (_, Engine::MySql) => "varchar(40)".to_owned(),
        (_, Engine::Sqlite) => "TEXT".to_owned(),
    }
}

/// The type in a strict table of SQLite, which knows few.
pub(super) fn strict_type(data_type: &str) -> &'static str {
    match Family::of(data_type) {
        Family::Integer | Family::Bool => "INTEGER",
        Family::Decimal | Family::Float => "REAL",
        Family::Bytes => "BLOB",
        _ => "TEXT",
    }
}
