//! A column as a field.
//!
//! In: a column of a table. Out: the type of the field and the words of its attribute. A type is that of a
//! Rust type when the dialect makes the same of it again; otherwise it is said as SQL.

use super::Scene;
use super::words::{Word, literal};
use crate::meta::{DefaultMeta, ValueType};
use crate::model::{AutoIncrement, Column, Engine, TableName, USUAL, enum_values};

/// Rust types by what they hold. Where a dialect stores several alike, the first is taken.
const TYPES: [(ValueType, &str); 20] = [
    (ValueType::Bool, "bool"),
    (ValueType::I64, "i64"),
    (ValueType::I32, "i32"),
    (ValueType::I16, "i16"),
    (ValueType::I8, "i8"),
    (ValueType::U64, "u64"),
    (ValueType::U32, "u32"),
    (ValueType::U16, "u16"),
    (ValueType::U8, "u8"),
    (ValueType::F64, "f64"),
    (ValueType::F32, "f32"),
    (ValueType::Text, "String"),
    (ValueType::Bytes, "Vec<u8>"),
    (ValueType::Date, "chrono::NaiveDate"),
    (ValueType::Time, "chrono::NaiveTime"),
    (ValueType::DateTime, "chrono::NaiveDateTime"),
    (ValueType::Instant, "chrono::DateTime<chrono::Utc>"),
    (ValueType::Uuid, "uuid::Uuid"),
    (ValueType::Json, "serde_json::Value"),
    (ValueType::Decimal, "rust_decimal::Decimal"),
];

/// The type of a field, without `Option`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct FieldType {
    pub(super) rust: String,
    value: ValueType,
    /// What the attribute says besides.
    words: Vec<String>,
}

impl FieldType {
    fn plain(value: ValueType, rust: &str) -> Self {
        Self {
            rust: rust.to_owned(),
            value,
            words: Vec::new(),
        }
    }

    fn saying(mut self, words: &[(&str, u32)]) -> Self {
        self.words = words
            .iter()
            .map(|(word, number)| format!("{word} = {number}"))
            .collect();
        self
    }

    const fn is_natural(&self) -> bool {
        self.words.is_empty()
    }
}

impl Scene<'_> {
    /// The type of the field for a column.
    pub(super) fn field_type(&self, table: &TableName, column: &Column) -> FieldType {
        let data_type = column.data_type.as_str();
        let from = table.schema.as_deref();
        let enum_of = self.enum_path(from, data_type);
        let own = enum_values(data_type).and_then(|_| self.column_enum(table, &column.name));
        if let Some(rust) = enum_of.or(own) {
            return FieldType::plain(ValueType::Other, &rust);
        }
        if let Some(found) = self.plain(data_type).or_else(|| self.sized(data_type)) {
            return found;
        }
        if let Some(found) = data_type.strip_suffix("[]").and_then(|of| self.plain(of))
            && self.schema.flavor.engine() == Engine::Postgres
            && found.value != ValueType::I8
        {
            return FieldType::plain(ValueType::Other, &format!("Vec<{}>", found.rust));
        }
        let rust = self.stated(data_type);
        let value = TYPES.iter().find(|(_, name)| *name == rust);
        FieldType {
            rust: rust.to_owned(),
            value: value.map_or(ValueType::Other, |(value, _)| *value),
            words: vec![format!("sql_type = {}", literal(data_type))],
        }
    }

    /// A type that the dialect makes of a Rust type.
    fn plain(&self, data_type: &str) -> Option<FieldType> {
        let is_it = |value| {
            let made = self.ddl().column_type(value, None);
            made.is_ok_and(|made| made == data_type)
        };
        let mut types = TYPES.iter();
        types
            .find(|(value, _)| is_it(*value))
            .map(|(value, rust)| FieldType::plain(*value, rust))
    }

    /// A type with a length, or with a number of digits.
    fn sized(&self, data_type: &str) -> Option<FieldType> {
        let (head, rest) = data_type.split_once('(').unwrap_or((data_type, ""));
        let (inside, tail) = rest.split_once(')').unwrap_or(("", ""));
        let mut numbers = inside.split(',').map(|number| number.trim().parse::<u32>());
        let first = numbers.next().and_then(Result::ok);
        let second = numbers.next().and_then(Result::ok);
        for (value, rust) in [(ValueType::Text, "String"), (ValueType::Bytes, "Vec<u8>")] {
            let made = self
                .ddl()
                .column_type(value, first.filter(|length| *length > 0));
            if let (Some(length), true) = (first, made.is_ok_and(|made| made == data_type)) {
                return Some(FieldType::plain(value, rust).saying(&[("max_length", length)]));
            }
        }
        let engine = self.schema.flavor.engine();
        let digits = |value, rust: &str| {
            Some(FieldType::plain(value, rust).saying(&[("precision", first.unwrap_or(0))]))
        };
        match (engine, head, first, second) {
            (Engine::Postgres, "character", Some(length), None)
            | (Engine::MySql, "char", Some(length), None)
                if tail.is_empty() =>
            {
                Some(FieldType::plain(ValueType::Text, "String").saying(&[("length", length)]))
            }
            (Engine::MySql, "binary", Some(length), None) => {
                Some(FieldType::plain(ValueType::Bytes, "Vec<u8>").saying(&[("length", length)]))
            }
            (Engine::Postgres, "numeric", Some(precision), Some(scale))
            | (Engine::MySql, "decimal", Some(precision), Some(scale))
                if tail.is_empty() && scale <= precision && precision > 0 =>
            {
                let digits = [("precision", precision), ("scale", scale)];
                Some(FieldType::plain(ValueType::Decimal, "rust_decimal::Decimal").saying(&digits))
            }
            (Engine::MySql, "datetime", ..) => digits(ValueType::DateTime, "chrono::NaiveDateTime"),
            (Engine::MySql, "timestamp", ..) => {
                digits(ValueType::Instant, "chrono::DateTime<chrono::Utc>")
            }
            (Engine::MySql, "time", ..) => digits(ValueType::Time, "chrono::NaiveTime"),
            (Engine::Postgres, "timestamp", Some(_), None) if tail == " with time zone" => {
                digits(ValueType::Instant, "chrono::DateTime<chrono::Utc>")
            }
            (Engine::Postgres, "timestamp", Some(_), None) => {
                digits(ValueType::DateTime, "chrono::NaiveDateTime")
            }
            _ => None,
        }
    }

    /// What a program may hold of a type that is said as SQL. It is a proposal: the database has its type
    /// from the attribute.
    fn stated(&self, data_type: &str) -> &'static str {
        let text = data_type.to_lowercase();
        let has = |words: &[&str]| words.iter().any(|word| text.contains(word));
        match self.schema.flavor.engine() {
            Engine::Postgres => match text.as_str() {
                "json" => "serde_json::Value",
                "inet" => "std::net::IpAddr",
                "oid" => "u32",
                _ => self.beneath(data_type).unwrap_or("String"),
            },
            Engine::MySql if has(&["int"]) && has(&["unsigned"]) => {
                if has(&["bigint"]) {
                    "u64"
                } else {
                    "u32"
                }
            }
            Engine::MySql if has(&["bigint"]) => "i64",
            Engine::MySql if has(&["int"]) && !has(&["point"]) => "i32",
            Engine::MySql if has(&["year"]) => "u16",
            Engine::MySql if has(&["float", "double"]) => "f64",
            Engine::MySql if has(&["decimal"]) => "rust_decimal::Decimal",
            Engine::MySql if has(&["text", "char", "set(", "enum(", "json", "inet", "uuid"]) => {
                "String"
            }
            Engine::MySql => "Vec<u8>",
            Engine::Sqlite if has(&["int"]) => "i64",
            Engine::Sqlite if has(&["char", "clob", "text"]) => "String",
            Engine::Sqlite if has(&["blob"]) || text.is_empty() => "Vec<u8>",
            Engine::Sqlite if has(&["date", "time"]) => "String",
            Engine::Sqlite => "f64",
        }
    }

    /// What the type beneath a domain is read as.
    fn beneath(&self, data_type: &str) -> Option<&'static str> {
        let mut domains = self.schema.domains.iter();
        let domain = domains.find(|domain| super::type_name(&domain.name) == data_type)?;
        let found = self
            .plain(&domain.data_type)
            .or_else(|| self.sized(&domain.data_type))?;
        let mut types = TYPES.iter();
        types
            .find(|(_, name)| *name == found.rust)
            .map(|(_, name)| *name)
    }

    /// The words of a column that are about itself.
    pub(super) fn column_words(&self, column: &Column, field: &FieldType) -> Vec<Word> {
        let mut words: Vec<Word> = Vec::new();
        match column.auto_increment {
            Some(AutoIncrement::Always) => words.push(Word::new("identity = always")),
            // A `serial` column serves as well, and stays what it is.
            Some(AutoIncrement::Default | AutoIncrement::Serial) if column.numbering.is_empty() => {
                words.push(Word::new("auto_increment"));
            }
            Some(AutoIncrement::Default | AutoIncrement::Serial) | None => {}
        }
        if column.auto_increment.is_some() && !column.numbering.is_empty() {
            let settings = column.numbering.iter().map(|(name, value)| {
                let is_number = value.parse::<i64>().is_ok();
                match name.as_str() {
                    "minimum" => format!("min = {value}"),
                    "maximum" => format!("max = {value}"),
                    "cycle" => format!("cycle = {value}"),
                    _ if is_number => format!("{name} = {value}"),
                    _ => format!("{name} = {}", literal(value)),
                }
            });
            words.push(Word::with("auto_increment", settings.collect()));
        }
        words.extend(field.words.iter().map(Word::new));
        if let (Some(text), None) = (&column.default, column.auto_increment) {
            words.push(self.default(text, column, field));
        }
        if let Some(generated) = &column.generated {
            let kept = if generated.stored {
                "stored"
            } else {
                "virtual"
            };
            words.push(Word::with(
                "generated",
                vec![kept.to_owned(), literal(&generated.expression)],
            ));
        }
        let texts = [
            ("collation", &column.collation),
            ("comment", &column.comment),
        ];
        for (name, text) in texts {
            if let Some(text) = text.as_ref().filter(|text| *text != USUAL) {
                words.push(Word::text(name, text));
            }
        }
        if column.on_update.is_some() {
            words.push(Word::new("update = now"));
        }
        if column.invisible {
            words.push(Word::new("invisible"));
        }
        for (name, word) in [
            ("storage", &column.storage),
            ("compression", &column.compression),
        ] {
            if let Some(word) = word.as_ref().filter(|word| *word != USUAL) {
                words.push(Word::new(format!("{name} = {}", word.to_lowercase())));
            }
        }
        words
    }

    /// The default as a value where it is one, and as SQL otherwise.
    fn default(&self, text: &str, column: &Column, field: &FieldType) -> Word {
        let is_made_of = |default: DefaultMeta| {
            let made = self.ddl().default_expression(&default, field.value);
            made.is_ok_and(|made| made == text)
        };
        if field.is_natural() && field.value.is_temporal() && is_made_of(DefaultMeta::Now) {
            return Word::new("default = now");
        }
        if field.value == ValueType::Bool {
            for value in [true, false] {
                if is_made_of(DefaultMeta::Bool(value)) {
                    return Word::new(format!("default = {value}"));
                }
            }
        }
        let is_canonical = text
            .parse::<i32>()
            .is_ok_and(|number| number >= 0 && number.to_string() == text);
        if field.value.is_integer() && is_canonical {
            return Word::new(format!("default = {text}"));
        }
        if let (ValueType::Text, Some(inner)) = (field.value, self.plain_text(text, column)) {
            return Word::text("default", inner);
        }
        Word::new(format!("default = sql({})", literal(text)))
    }

    /// The text of a literal in which nothing is escaped.
    fn plain_text<'a>(&self, text: &'a str, column: &Column) -> Option<&'a str> {
        let rest = text.strip_prefix('\'')?;
        let (inner, end) = rest.split_once('\'')?;
        let is_plain = !inner.contains(['\\', '\0']) && !inner.chars().any(char::is_control);
        let is_whole = match self.schema.flavor.engine() {
            Engine::Postgres => end.strip_prefix("::").is_some_and(|name| {
                ["text", "character varying"].contains(&name)
                    && [name, "text"]
                        .contains(&column.data_type.split('(').next().unwrap_or_default())
            }),
            Engine::MySql | Engine::Sqlite => end.is_empty(),
        };
        (is_plain && is_whole).then_some(inner)
    }
}
