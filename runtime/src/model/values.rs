//! The values that an enum has in the texts of a schema: a type `enum('a','b')`, a check
//! `status IN ('a', 'b')`, a name of a type.
//!
//! In: types and checks in the words of any dialect. Out: their values, and the same texts with other
//! values. What is written in any other way has none.

use super::{Check, Engine, EnumType, ObjectId, Schema, Table, TableName, Token, tokens};

/// Where the values of an enum are kept.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum ValuesOf {
    /// In an enum type.
    Type(TableName),
    /// In the type of a column.
    Column(TableName, String),
    /// In a check of a column.
    Check(TableName, String),
}

impl ValuesOf {
    /// The identity of one of the values.
    #[must_use]
    pub fn id(&self, value: &str) -> ObjectId {
        let (of, column) = match self {
            Self::Type(name) => (name, None),
            Self::Column(table, column) | Self::Check(table, column) => {
                (table, Some(column.clone()))
            }
        };
        ObjectId::EnumValue(of.clone(), column, value.to_owned())
    }

    /// The values in that schema, where they are there.
    #[must_use]
    pub fn values(&self, schema: &Schema) -> Option<Vec<String>> {
        match self {
            Self::Type(name) => {
                let mut types = schema.enums.iter();
                types
                    .find(|item| item.name == *name)
                    .map(|item| item.values.clone())
            }
            Self::Column(table, column) => {
                let column = schema.table(table)?.column(column)?;
                enum_values(&column.data_type)
            }
            Self::Check(table, column) => {
                let check = check_of(schema.table(table)?, column)?;
                listed(&check.expression).map(|(_, values)| values)
            }
        }
    }

    /// Puts other values in their place.
    pub fn set(&self, schema: &mut Schema, values: &[String]) {
        match self {
            Self::Type(name) => {
                let mut types = schema.enums.iter_mut();
                if let Some(item) = types.find(|item| item.name == *name) {
                    item.values = values.to_vec();
                }
            }
            Self::Column(table, column) => {
                let table = schema.table_mut(table);
                if let Some(column) = table.and_then(|table| table.column_mut(column)) {
                    column.data_type = enum_type(values);
                }
            }
            Self::Check(table, column) => {
                let Some(table) = schema.table_mut(table) else {
                    return;
                };
                let name = check_of(table, column).map(|check| check.name.clone());
                let mut checks = table.checks.iter_mut();
                if let Some(check) = checks.find(|check| Some(&check.name) == name.as_ref()) {
                    check.expression = with_listed(&check.expression, values);
                }
            }
        }
    }

    /// Gives a value another text, also in the defaults that name it.
    pub fn rename(&self, schema: &mut Schema, from: &str, to: &str) {
        let engine = schema.flavor.engine();
        match self {
            Self::Check(table, column) => {
                let table = schema.table_mut(table);
                if let Some(table) = table {
                    let name = check_of(table, column).map(|check| check.name.clone());
                    let mut checks = table.checks.iter_mut();
                    if let Some(check) = checks.find(|check| Some(&check.name) == name.as_ref()) {
                        replace(&mut check.expression, from, to);
                    }
                }
            }
            Self::Type(_) | Self::Column(..) => {
                if let Some(mut values) = self.values(schema) {
                    for value in &mut values {
                        if value == from {
                            to.clone_into(value);
                        }
                    }
                    self.set(schema, &values);
                }
            }
        }
        for table in &mut schema.tables {
            let own = table.name.clone();
            for column in &mut table.columns {
                let is_it = match self {
                    Self::Type(name) => is_of_type(&column.data_type, name),
                    Self::Column(table, name) | Self::Check(table, name) => {
                        *table == own && *name == column.name
                    }
                };
                // A default beside a check is a change of its own, but where the table is rebuilt.
                if is_it && (engine == Engine::Sqlite || !matches!(self, Self::Check(..))) {
                    column
                        .default
                        .iter_mut()
                        .for_each(|text| replace(text, from, to));
                }
            }
        }
    }
}

impl EnumType {
    /// Whether the other has the same values in the same order, and perhaps more.
    #[must_use]
    pub fn is_extended_by(&self, other: &Self) -> bool {
        let values = other.values.iter();
        values
            .filter(|value| self.values.contains(value))
            .eq(&self.values)
    }
}

impl Schema {
    /// The columns of an enum type.
    #[must_use]
    pub fn columns_of(&self, name: &TableName) -> Vec<ObjectId> {
        let of_table = |table: &Table| {
            let columns = table.columns.iter();
            let columns = columns.filter(|column| is_of_type(&column.data_type, name));
            columns
                .map(|column| ObjectId::Column(table.name.clone(), column.name.clone()))
                .collect::<Vec<_>>()
        };
        self.tables.iter().flat_map(of_table).collect()
    }
}

/// Where the value of that identity is kept.
#[must_use]
pub fn values_of(schema: &Schema, id: &ObjectId) -> Option<ValuesOf> {
    let ObjectId::EnumValue(of, column, _) = id else {
        return None;
    };
    let Some(column) = column else {
        return Some(ValuesOf::Type(of.clone()));
    };
    let found = schema.table(of)?.column(column)?;
    Some(match enum_values(&found.data_type) {
        Some(_) => ValuesOf::Column(of.clone(), column.clone()),
        None => ValuesOf::Check(of.clone(), column.clone()),
    })
}

/// The check of that column's values: the one that lists them and speaks of nothing else.
#[must_use]
pub fn check_of<'a>(table: &'a Table, column: &str) -> Option<&'a Check> {
    let mut checks = table.checks.iter();
    checks.find(|check| {
        listed(&check.expression).is_some_and(|(of, _)| of.eq_ignore_ascii_case(column))
    })
}

/// The values of a type such as `enum('a','b')`.
#[must_use]
pub fn enum_values(data_type: &str) -> Option<Vec<String>> {
    let inner = data_type.strip_prefix("enum(")?;
    let inner = inner.split_at(inner.rfind(')')?).0;
    let texts = tokens(inner).into_iter().filter_map(|token| match token {
        Token::Text(text) => Some(unquoted(&text)),
        _ => None,
    });
    Some(texts.collect())
}

/// The type of a column with those values.
#[must_use]
pub fn enum_type(values: &[String]) -> String {
    let values: Vec<String> = values.iter().map(|value| quoted(value)).collect();
    format!("enum({})", values.join(","))
}

/// The column and the values of a check that lists what a column may be, in the words of code or as a
/// server reads them back: `status IN ('a', 'b')`, `(status = ANY (ARRAY['a'::text, 'b'::text]))`,
/// ``(`status` in (_utf8mb4'a',_utf8mb4'b'))``.
#[must_use]
pub fn listed(expression: &str) -> Option<(String, Vec<String>)> {
    const WORDS: [&str; 16] = [
        "_utf8mb3",
        "_utf8mb4",
        "in",
        "any",
        "array",
        "text",
        "character",
        "varying",
        "varchar",
        "integer",
        "bigint",
        "smallint",
        "int",
        "tinyint",
        "numeric",
        "char",
    ];
    let mut column = None;
    let mut values = Vec::new();
    let (mut is_list, mut is_equal, mut minus) = (false, false, false);
    for token in tokens(expression) {
        match token {
            Token::Space(_) => continue,
            Token::Text(text) => values.push(unquoted(&text)),
            Token::Word(word, _) if column.is_some() && WORDS.contains(&word.as_str()) => {
                is_list |= matches!(word.as_str(), "in" | "any");
            }
            Token::Word(..) | Token::Quoted(..) if column.is_none() && values.is_empty() => {
                column = Some(token.identifier()?.to_owned());
            }
            Token::Other(text) => match text.as_str() {
                "=" if is_equal => return None,
                "=" => is_equal = true,
                "-" => {
                    minus = true;
                    continue;
                }
                // MySQL writes `-(1)`.
                "(" if minus => continue,
                "(" | ")" | "[" | "]" | "," | ":" => {}
                number if number.starts_with(|c: char| c.is_ascii_digit()) => {
                    let sign = if minus { "-" } else { "" };
                    values.push(format!("{sign}{number}"));
                }
                _ => return None,
            },
            Token::Word(..) | Token::Quoted(..) => return None,
        }
        minus = false;
    }
    let is_single = is_equal && values.len() == 1;
    (!values.is_empty() && (is_list || is_single)).then_some(())?;
    Some((column?, values))
}

/// The list of other values for the same column, in the words of code.
fn with_listed(expression: &str, values: &[String]) -> String {
    let words = tokens(expression);
    let is_number = !words.iter().any(|token| matches!(token, Token::Text(_)));
    let is_in = |token: &Token| matches!(token, Token::Word(word, _) if word == "in");
    let mut names = words.iter().filter(|token| token.identifier().is_some());
    let column: String = match words.iter().position(is_in) {
        Some(at) => words[..at].iter().map(Token::text).collect(),
        None => names.next().map_or("", Token::text).to_owned(),
    };
    let column = column.trim_end();
    let values: Vec<String> = values
        .iter()
        .map(|value| {
            if is_number {
                value.clone()
            } else {
                quoted(value)
            }
        })
        .collect();
    format!("{column} IN ({})", values.join(", "))
}

fn replace(text: &mut String, from: &str, to: &str) {
    let old = quoted(from);
    let replaced = tokens(text).into_iter().map(|token| match token {
        Token::Text(text) if text == old => quoted(to),
        token => token.text().to_owned(),
    });
    *text = replaced.collect();
}

/// Whether a type as it is spelled, or an array of it, is the one of that name.
#[must_use]
pub fn is_of_type(data_type: &str, name: &TableName) -> bool {
    let bare = data_type.trim_end_matches("[]");
    let mut parts: Vec<String> = Vec::new();
    for token in tokens(bare) {
        match token {
            Token::Word(_, text) => parts.push(text),
            Token::Quoted(_, text) => {
                let inner = text.get(1..text.len() - 1).unwrap_or_default();
                parts.push(inner.replace("\"\"", "\""));
            }
            Token::Other(text) if text == "." => {}
            _ => return false,
        }
    }
    match (&parts[..], &name.schema) {
        ([own], _) => *own == name.name,
        ([schema, own], Some(of)) => schema == of && *own == name.name,
        _ => false,
    }
}

/// A text literal. A value of an enum holds no backslash.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

fn unquoted(text: &str) -> String {
    let inner = text.strip_prefix('\'').unwrap_or(text);
    inner.strip_suffix('\'').unwrap_or(inner).replace("''", "'")
}

#[cfg(test)]
mod tests {
    use super::{enum_type, enum_values, is_of_type, listed, with_listed};
    use crate::model::TableName;

    #[test]
    fn only_a_list_of_values_of_one_column_is_one() {
        for (text, expected) in [
            ("\"status\" IN ('a', 'it''s')", Some("a it's")),
            ("(status = ANY (ARRAY['a'::text, 'b'::text]))", Some("a b")),
            ("(`status` in (_utf8mb4'a',_utf8mb4'b'))", Some("a b")),
            ("(`level` in (-(1),1))", Some("-1 1")),
            (
                "((status)::text = ANY ((ARRAY['a'::character varying, 'b'::character varying])::text[]))",
                Some("a b"),
            ),
            ("(status = 'a'::text)", Some("a")),
            ("`status` in (1,-2)", Some("1 -2")),
            ("status NOT IN ('a')", None),
            ("status IN ('a') OR status = 'b'", None),
            ("length(status) IN (1)", None),
            ("status <> 'a'", None),
            ("status = other", None),
        ] {
            let found = listed(text).map(|(_, values)| values.join(" "));
            assert_eq!(found.as_deref(), expected, "{text}");
        }
        let values = ["a".to_owned(), "b".to_owned()];
        for text in [
            "status IN ('a')",
            "((status)::text = ANY (ARRAY['a'::text]))",
        ] {
            assert_eq!(with_listed(text, &values), "status IN ('a', 'b')");
        }
        assert_eq!(
            with_listed("\"level\"::integer IN (1)", &["2".to_owned()]),
            "\"level\"::integer IN (2)"
        );
    }

    #[test]
    fn the_values_of_a_column_type_are_read_and_written() {
        let values = enum_values("enum('a','it''s')").expect("values");
        assert_eq!(values, ["a", "it's"]);
        assert_eq!(enum_type(&values), "enum('a','it''s')");
        assert_eq!(enum_values("text"), None);
    }

    #[test]
    fn a_type_is_known_by_its_name() {
        let mood = TableName::new("mood");
        let other = TableName::within(Some("app"), "Mood");
        for (text, own, its) in [
            ("mood", true, false),
            ("mood[]", true, false),
            ("app.\"Mood\"", false, true),
            ("\"Mood\"", false, true),
            ("character varying(4)", false, false),
        ] {
            assert_eq!(is_of_type(text, &mood), own, "{text}");
            assert_eq!(is_of_type(text, &other), its, "{text}");
        }
        let quoted = TableName::new("\"mood\"");
        assert!(is_of_type("\"\"\"mood\"\"\"[]", &quoted));
    }
}
