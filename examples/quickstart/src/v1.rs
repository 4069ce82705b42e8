//! The structs of the first release.

use trueup::Table;

/// Somebody who buys.
#[derive(Table)]
#[expect(
    dead_code,
    reason = "the first release is only here to be upgraded from"
)]
pub(crate) struct Customer {
    #[column(primary_key, auto_increment)]
    id: i64,
    #[column(unique, max_length = 255)]
    email: String,
    nick: Option<String>,
    fax: Option<String>,
}
