//! Statements under another `sql_mode` than the session's.

use super::super::text::literal;
use super::Statement;

/// The statement that remembers the session's mode and enters another one.
pub(super) fn entered(mode: &str) -> Statement {
    let mode = literal(mode);
    let sql = format!("SET @trueup_sql_mode = @@SESSION.sql_mode, SESSION sql_mode = {mode}");
    Statement::new(sql).alone()
}

/// The statement that leaves it.
pub(super) fn left() -> Statement {
    Statement::new("SET SESSION sql_mode = @trueup_sql_mode").alone()
}
