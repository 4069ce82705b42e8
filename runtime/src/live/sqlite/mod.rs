//! Inspection of SQLite.
//!
//! In: a connection. Out: the schema of `main`, in two statements however many tables there are.
//! Knows no change.

mod catalogue;
mod needless;
mod read;
mod view;

pub use needless::narrow;

use std::collections::BTreeMap;

use futures_util::TryStreamExt as _;
use sqlx::sqlite::SqliteConnection;
use sqlx::{AssertSqlSafe, Executor as _, Row};

use super::fingerprint::Side;
use super::{Expression, Place, Scope, Server};
use crate::dialect::sqlite::spell;
use crate::error::{DriverError, Error};
use crate::model::{Column, Flavor, Schema, Vendor, Version};

/// An expression with all that the file says of its schema.
const FINGERPRINT: &str = include_str!("fingerprint.sql");

/// The statement that tells the fingerprint of the file and what its state row keeps. There is one side to a file.
pub(super) fn glance(sides: &[Side<'_>]) -> String {
    let rows = sides.iter().zip(0..);
    let rows = rows.map(|(side, at)| format!("SELECT {at}, ({FINGERPRINT}), ({})", side.seen));
    rows.collect::<Vec<_>>().join(" UNION ALL ")
}

/// Bytes of statements that are sent as one text. The library copies what is left of a text for each statement in it,
/// so one text for all would take time with the square of their number.
const LONGEST_TEXT: usize = 16 * 1024;

/// Runs statements in order, many in one text: the driver keeps SQLite in a thread of its own, and to wake it for each
/// statement takes longer than most of them. Of one that fails, tells how many came before it.
pub async fn execute_each(
    connection: &mut SqliteConnection,
    statements: &[&str],
) -> Result<(), (usize, DriverError)> {
    let (mut done, mut sent) = (0, 0);
    while sent < statements.len() {
        let mut text = String::new();
        while let Some(statement) = statements.get(sent)
            && (text.is_empty() || text.len() + statement.len() < LONGEST_TEXT)
        {
            text.push_str(statement);
            text.push_str(";\n");
            sent += 1;
        }
        let mut results = connection.fetch_many(sqlx::raw_sql(AssertSqlSafe(text)));
        loop {
            match results.try_next().await {
                Ok(Some(result)) => done += usize::from(result.is_left()),
                Ok(None) => break,
                Err(error) => return Err((done, error.into())),
            }
        }
    }
    Ok(())
}

/// Vendor and version of the linked library.
///
/// # Errors
///
/// When the connection fails.
pub async fn server(connection: &mut SqliteConnection) -> Result<Server, Error> {
    let text = text(connection, "SELECT sqlite_version()", "the version").await?;
    let mut parts = text.split('.').map(|part| part.parse().unwrap_or(0));
    let mut part = || parts.next().unwrap_or(0);
    let version = Version(part(), part(), part());
    Ok(Server::new(
        Flavor::new(Vendor::Sqlite, version),
        Some("main".to_owned()),
    ))
}

/// The schema of `main`. SQLite has no other namespace that is kept in the file, so `scope` says
/// nothing.
///
/// # Errors
///
/// When the connection fails, or the catalogue is not as it is known.
pub async fn inspect(
    connection: &mut SqliteConnection,
    server: &Server,
    _scope: &Scope,
) -> Result<Schema, Error> {
    let flavor = server.flavor;
    let catalogue = text(connection, include_str!("catalogue.sql"), "the catalogue").await?;
    // Joined to the rest this would take time with the square of the number of tables.
    let shadows = if flavor.is_at_least(Vendor::Sqlite, 3, 37) {
        let sql = "SELECT json_group_array(name) FROM pragma_table_list \
                   WHERE schema = 'main' AND type = 'shadow'";
        Some(text(connection, sql, "the kinds of tables").await?)
    } else {
        None
    };
    let document = |error: serde_json::Error| failed("the catalogue", Some(error.into()));
    let catalogue: catalogue::Catalogue = serde_json::from_str(&catalogue).map_err(document)?;
    let shadows: Option<Vec<String>> = shadows
        .map(|names| serde_json::from_str(&names))
        .transpose()
        .map_err(document)?;
    Ok(read::schema(flavor, &catalogue, shadows.as_deref()))
}

/// Tells the columns of the views, which the catalogue has only while it makes each view ready. A view that
/// reads what is not there has none.
pub async fn describe_views(connection: &mut SqliteConnection, schema: &mut Schema) {
    for view in &mut schema.views {
        let columns: Result<Vec<(String, String)>, _> =
            sqlx::query_as("SELECT name, type FROM pragma_table_xinfo(?)")
                .bind(&view.name.name)
                .fetch_all(&mut *connection)
                .await;
        let columns = columns.unwrap_or_default().into_iter();
        view.columns = columns
            .map(|(name, data_type)| Column::new(name, data_type))
            .collect();
    }
}

/// The canonical spelling of each expression. SQLite keeps expressions as they were typed, so there
/// is nothing to ask; the connection is here because other engines need theirs.
///
/// # Errors
///
/// Never.
#[expect(
    clippy::unused_async,
    reason = "the signature is the same for each engine"
)]
pub async fn normalize(
    _connection: &mut SqliteConnection,
    schema: &Schema,
    expressions: &[Expression],
) -> Result<BTreeMap<Expression, String>, Error> {
    let spelled = expressions.iter().map(|expression| {
        let columns: Vec<&str> = schema
            .table(&expression.table)
            .iter()
            .flat_map(|table| &table.columns)
            .map(|column| column.name.as_str())
            .collect();
        let text = match &expression.place {
            Place::Default(_) => spell::default(&expression.text),
            Place::Query | Place::Columns => expression.text.clone(),
            _ => spell::expression(&expression.text, &columns),
        };
        (expression.clone(), text)
    });
    Ok(spelled.collect())
}

async fn text(
    connection: &mut SqliteConnection,
    sql: &'static str,
    what: &str,
) -> Result<String, Error> {
    let row = sqlx::query(sql)
        .fetch_one(&mut *connection)
        .await
        .map_err(|error| failed(what, Some(error.into())))?;
    row.try_get(0)
        .map_err(|error| failed(what, Some(error.into())))
}

fn failed(what: &str, source: Option<DriverError>) -> Error {
    Error::Inspect {
        what: what.to_owned(),
        source,
    }
}

#[cfg(test)]
mod tests {
    use sqlx::Connection as _;

    use super::{SqliteConnection, execute_each, text};

    #[tokio::test]
    async fn of_a_statement_that_fails_is_told_how_many_came_before_it() {
        let mut connection = SqliteConnection::connect("sqlite::memory:").await.unwrap();
        let numbered = |at| format!("PRAGMA user_version = {at} -- {}\n", "long ".repeat(50));
        let mut texts: Vec<String> = (0..200).map(numbered).collect();
        texts[60] = "SELECT 'two' UNION ALL SELECT 'rows'".to_owned();
        texts[120] = "SELECT of_nothing".to_owned();
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        let (before, error) = execute_each(&mut connection, &texts).await.unwrap_err();
        assert_eq!(before, 120);
        assert!(error.to_string().contains("of_nothing"), "{error}");
        let last = "SELECT CAST(user_version AS TEXT) FROM pragma_user_version";
        assert_eq!(
            text(&mut connection, last, "the last").await.unwrap(),
            "119"
        );
    }
}
