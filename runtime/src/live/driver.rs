//! What errors of the drivers mean.
//!
//! In: an error. Out: what it is about, by the number or the SQLSTATE that the server gave it. Asks nothing.

use crate::error::DriverError;
use crate::model::Engine;

/// Why nobody can connect.
pub(super) fn why_not(engine: Engine, error: &sqlx::Error) -> String {
    match engine {
        _ if !is_missing(error) => format!("the {engine} database does not answer"),
        Engine::Sqlite => "the file of the SQLite database is not there or may not be opened; an address that ends \
                           with `?mode=rwc` makes it"
            .to_owned(),
        _ => format!("the {engine} server has no such database; make it there with `CREATE DATABASE`"),
    }
}

/// Whether the server or the directory is there, and not the database.
fn is_missing(error: &sqlx::Error) -> bool {
    #[cfg(feature = "mysql")]
    if let Some(number) = number(error) {
        // ER_BAD_DB_ERROR.
        return number == 1049;
    }
    // PostgreSQL 3D000 invalid_catalog_name; SQLite 14 cannot open.
    let error = error.as_database_error();
    let code = error.and_then(sqlx::error::DatabaseError::code);
    code.is_some_and(|code| matches!(code.as_ref(), "3D000" | "14"))
}

/// Whether the server may be there a moment later: it is starting, or has no connection to spare.
pub(super) fn may_come_up(error: &sqlx::Error) -> bool {
    match error {
        sqlx::Error::Io(_) => true,
        // 57P03: cannot_connect_now; 53300: too_many_connections; 08xxx: connection exceptions.
        // 1040: too many connections (MySQL).
        sqlx::Error::Database(error) => error.code().is_some_and(|code| {
            matches!(code.as_ref(), "57P03" | "53300" | "08004" | "1040") || code.starts_with("08")
        }),
        _ => false,
    }
}

/// Whether a statement did not get a lock in time, and may when it is tried again.
pub(crate) fn is_lock_conflict(error: &DriverError) -> bool {
    #[cfg(feature = "mysql")]
    if let Some(number) = mysql_number(error) {
        return matches!(number, 1205 | 1213);
    }
    let Some(sqlx::Error::Database(error)) = error.downcast_ref::<sqlx::Error>() else {
        return false;
    };
    // PostgreSQL 55P03 lock_not_available, 40P01 deadlock_detected; SQLite 5 busy, 6 locked (and
    // their extended codes); MySQL 1205 lock wait timeout, 1213 deadlock.
    error.code().is_some_and(|code| match code.parse::<u32>() {
        Ok(number) => matches!(number & 0xff, 5 | 6) && code.len() < 5,
        Err(_) => matches!(code.as_ref(), "55P03" | "40P01"),
    })
}

/// The number of an error of MySQL or MariaDB.
#[cfg(feature = "mysql")]
pub(super) fn mysql_number(error: &DriverError) -> Option<u16> {
    number(error.downcast_ref()?)
}

#[cfg(feature = "mysql")]
fn number(error: &sqlx::Error) -> Option<u16> {
    let error = error.as_database_error()?;
    let error = error.try_downcast_ref::<sqlx::mysql::MySqlDatabaseError>()?;
    Some(error.number())
}
