//! What a database says of all that is in it.

use trueup_tests::boots::rows;
use trueup_tests::engines::Database;

/// Every object of the default namespace of PostgreSQL, one line each, but for what trueup keeps.
pub(crate) async fn postgres(database: &Database) -> Vec<String> {
    let found = rows(database, include_str!("look.sql")).await;
    found
        .into_iter()
        .map(|mut row| row.remove(0).unwrap_or_default())
        .collect()
}
