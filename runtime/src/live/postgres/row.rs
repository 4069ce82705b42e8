//! Rows of the catalogue as texts.
//!
//! In: several statements in one. Out: the rows of each, value by value. Knows no catalogue.

use sqlx::postgres::{PgConnection, PgRow};
use sqlx::{AssertSqlSafe, Row as _, ValueRef as _};

/// One row, as the server writes its values.
#[derive(Debug, Clone, Default)]
pub(super) struct Row(Vec<Option<String>>);

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
    fn of(row: &PgRow) -> Result<Self, sqlx::Error> {
        let value = |at| {
            let value = row.try_get_raw(at)?;
            if value.is_null() {
                return Ok(None);
            }
            let text = value.as_str().map_err(sqlx::Error::Decode)?;
            Ok(Some(text.to_owned()))
        };
        (0..row.len())
            .map(value)
            .collect::<Result<_, _>>()
            .map(Self)
    }

    /// The value, or an empty text.
    pub(super) fn text(&self, at: usize) -> String {
        self.maybe(at).unwrap_or_default()
    }

    /// The value, where it is not NULL.
    pub(super) fn maybe(&self, at: usize) -> Option<String> {
        self.0.get(at).cloned().flatten()
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
        self.borrowed(at)
            .split([' ', ',', '{', '}'])
            .filter_map(|number| number.parse().ok())
            .collect()
    }

    /// The first character, such as a kind; a blank where there is none.
    pub(super) fn letter(&self, at: usize) -> char {
        self.borrowed(at).chars().next().unwrap_or(' ')
    }

    /// The lines `name=value` of a list of settings.
    pub(super) fn settings(&self, at: usize) -> Vec<(String, String)> {
        self.borrowed(at)
            .lines()
            .map(|line| line.split_once('=').unwrap_or((line, "")))
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect()
    }

    fn borrowed(&self, at: usize) -> &str {
        self.0
            .get(at)
            .and_then(Option::as_deref)
            .unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::Row;

    #[test]
    fn values_are_read_from_their_text() {
        let row = Row(vec![
            Some("{1,-2,3}".to_owned()),
            Some("4 5".to_owned()),
            None,
            Some("a=b=c\nd=".to_owned()),
        ]);
        assert_eq!(row.numbers::<i16>(0), [1, -2, 3]);
        assert_eq!(row.numbers::<u32>(1), [4, 5]);
        assert_eq!(
            (row.number::<u32>(2), row.letter(2), row.is(2)),
            (0, ' ', false)
        );
        assert_eq!(
            row.settings(3),
            [
                ("a".to_owned(), "b=c".to_owned()),
                ("d".to_owned(), String::new())
            ]
        );
    }
}
