//! Rows of the catalogue as texts.
//!
//! In: several statements in one. Out: the rows of each, value by value. Knows no catalogue.

use std::ops::Range;
use std::sync::Arc;

use futures_util::TryStreamExt as _;
use sqlx::postgres::{PgConnection, PgRow};
use sqlx::{AssertSqlSafe, Row as _, ValueRef as _};

/// One row of a statement's answer.
#[derive(Debug, Clone)]
pub(super) struct Row {
    answer: Arc<Answer>,
    /// Which values are its own.
    values: Range<usize>,
}

/// What a statement answers: all values one after the other, and where each is. They are asked for again and again,
/// and the driver decodes a value each time.
#[derive(Debug, Default)]
struct Answer {
    text: String,
    values: Vec<Option<Range<usize>>>,
    /// Where the values of each row end.
    ends: Vec<usize>,
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
    let mut rows = sqlx::raw_sql(AssertSqlSafe(sql.join(";\n"))).fetch(connection);
    let mut sets = Vec::with_capacity(statements.len());
    let mut answer = Answer::default();
    // Each is taken in while the server looks for the next.
    while let Some(row) = rows.try_next().await? {
        if row.is_empty() {
            sets.push(std::mem::take(&mut answer).rows());
        } else {
            answer.take_in(&row)?;
        }
    }
    Ok(sets)
}

impl Answer {
    /// A server that knows no encoding may hold any bytes.
    fn take_in(&mut self, row: &PgRow) -> Result<(), sqlx::Error> {
        for at in 0..row.len() {
            let value = row.try_get_raw(at)?;
            let start = self.text.len();
            if !value.is_null() {
                self.text
                    .push_str(value.as_str().map_err(sqlx::Error::Decode)?);
            }
            let range = start..self.text.len();
            self.values.push((!value.is_null()).then_some(range));
        }
        self.ends.push(self.values.len());
        Ok(())
    }

    fn rows(mut self) -> Vec<Row> {
        let ends = std::mem::take(&mut self.ends);
        let answer = Arc::new(self);
        let mut first = 0;
        let row = |end| Row {
            answer: Arc::clone(&answer),
            values: std::mem::replace(&mut first, end)..end,
        };
        ends.into_iter().map(row).collect()
    }
}

impl Row {
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
        let range = self.answer.values[self.values.clone()].get(at)?.clone()?;
        Some(&self.answer.text[range])
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
