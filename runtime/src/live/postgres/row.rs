//! Rows of the catalogue as texts.
//!
//! In: several statements in one. Out: the rows of each, value by value. Knows no catalogue.

use std::ops::Range;

use sqlx::postgres::{PgConnection, PgRow};
use sqlx::{AssertSqlSafe, Row as _, ValueRef as _};

/// One row: its values one after the other, and where each is. They are asked for again and again, and the driver
/// decodes a value each time.
#[derive(Debug)]
pub(super) struct Row {
    text: String,
    values: Vec<Option<Range<usize>>>,
}

/// Ends the rows of a statement: a row without a value, as no statement of the catalogue yields.
const END: &str = "SELECT";

/// The rows of each statement, read in one round trip.
pub(super) async fn fetch(
    connection: &mut PgConnection,
    statements: &[String],
) -> Result<Vec<Vec<Row>>, sqlx::Error> {
    let sql: Vec<&str> = statements
        .iter()
        .flat_map(|statement| [statement.as_str(), END])
        .collect();
    let rows = sqlx::raw_sql(AssertSqlSafe(sql.join(";\n")))
        .fetch_all(connection)
        .await?;
    let mut sets = vec![Vec::new()];
    for row in rows {
        if row.is_empty() {
            sets.push(Vec::new());
        } else if let Some(set) = sets.last_mut() {
            set.push(Row::of(&row)?);
        }
    }
    Ok(sets)
}

impl Row {
    /// A server that knows no encoding may hold any bytes.
    fn of(row: &PgRow) -> Result<Self, sqlx::Error> {
        let mut text = String::new();
        let mut values = Vec::with_capacity(row.len());
        for at in 0..row.len() {
            let value = row.try_get_raw(at)?;
            let start = text.len();
            if !value.is_null() {
                text.push_str(value.as_str().map_err(sqlx::Error::Decode)?);
            }
            values.push((!value.is_null()).then_some(start..text.len()));
        }
        Ok(Self { text, values })
    }

    /// All values.
    pub(super) fn texts(&self) -> Vec<Option<String>> {
        (0..self.values.len()).map(|at| self.maybe(at)).collect()
    }

    /// The value, or an empty text.
    pub(super) fn text(&self, at: usize) -> String {
        self.borrowed(at).to_owned()
    }

    /// The value, where it is not NULL.
    pub(super) fn maybe(&self, at: usize) -> Option<String> {
        self.value(at).map(str::to_owned)
    }

    /// Whether the value is true.
    pub(super) fn is(&self, at: usize) -> bool {
        self.borrowed(at) == "t"
    }

    /// A number; zero where there is none.
    pub(super) fn number<T: std::str::FromStr + Default>(&self, at: usize) -> T {
        self.borrowed(at).parse().unwrap_or_default()
    }

    /// The numbers of an array or a vector.
    pub(super) fn numbers<T: std::str::FromStr>(&self, at: usize) -> Vec<T> {
        numbers(self.borrowed(at))
    }

    /// The first character, such as a kind; a blank where there is none.
    pub(super) fn letter(&self, at: usize) -> char {
        self.borrowed(at).chars().next().unwrap_or(' ')
    }

    /// The lines `name=value` of a list of settings.
    pub(super) fn settings(&self, at: usize) -> Vec<(String, String)> {
        settings(self.borrowed(at))
    }

    /// The value, or an empty text.
    pub(super) fn borrowed(&self, at: usize) -> &str {
        self.value(at).unwrap_or_default()
    }

    /// The value, where it is not NULL.
    fn value(&self, at: usize) -> Option<&str> {
        let range = self.values.get(at)?.clone()?;
        Some(&self.text[range])
    }
}

fn numbers<T: std::str::FromStr>(text: &str) -> Vec<T> {
    text.split([' ', ',', '{', '}'])
        .filter_map(|number| number.parse().ok())
        .collect()
}

fn settings(text: &str) -> Vec<(String, String)> {
    text.lines()
        .map(|line| line.split_once('=').unwrap_or((line, "")))
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{numbers, settings};

    #[test]
    fn values_are_read_from_their_text() {
        assert_eq!(numbers::<i16>("{1,-2,3}"), [1, -2, 3]);
        assert_eq!(numbers::<u32>("4 5"), [4, 5]);
        assert_eq!(
            settings("a=b=c\nd="),
            [
                ("a".to_owned(), "b=c".to_owned()),
                ("d".to_owned(), String::new())
            ]
        );
    }
}
