//! Questions before and after the work, about the database as a whole.
//!
//! In: a session. Out: whether it can be written, and whether its rows refer to rows that are there.

use super::Connection;
use crate::dialect::Dialect;
use crate::error::Error;
use crate::model::Engine;

/// Refuses a server that cannot be written.
pub(crate) async fn check_writable(connection: &mut Connection) -> Result<(), Error> {
    let question = match connection.engine() {
        Engine::Postgres => {
            "SELECT pg_is_in_recovery() OR current_setting('transaction_read_only') = 'on'"
        }
        Engine::MySql => "SELECT @@read_only",
        Engine::Sqlite => return Ok(()),
    };
    let rows = connection
        .rows(question)
        .await
        .map_err(|source| Error::Connect {
            reason: "the server does not say whether it can be written".to_owned(),
            source: Some(source),
        })?;
    match rows
        .first()
        .and_then(|row| row.first())
        .and_then(Option::as_deref)
    {
        Some("f" | "0") => Ok(()),
        _ => Err(Error::Connect {
            reason: "the server is read-only, a standby perhaps: connect to the primary".to_owned(),
            source: None,
        }),
    }
}

/// How many rows refer to nothing; a key that cannot be checked at all counts as one.
pub(crate) async fn foreign_key_violations(work: &mut Connection) -> Result<usize, Error> {
    let failed = |source| Error::Inspect {
        what: "checking the foreign keys".to_owned(),
        source: Some(source),
    };
    if let Ok(rows) = work.rows("PRAGMA foreign_key_check").await {
        return Ok(rows.len());
    }
    // One key that refers to no key, perhaps somebody else's, fails the check of the whole file.
    let names = work
        .rows("SELECT name FROM sqlite_schema WHERE type = 'table'")
        .await
        .map_err(failed)?;
    let dialect = Dialect::of(work.server().await?.flavor);
    let mut count = 0;
    for name in names.into_iter().flatten().flatten() {
        let check = [
            "PRAGMA foreign_key_check(",
            &dialect.ddl().quote(&name),
            ")",
        ]
        .concat();
        count += work.rows(&check).await.map_or(1, |rows| rows.len());
    }
    Ok(count)
}
