//! The rows of the view are kept, until somebody refreshes them.
//!
//! It is filled when it is made. When its query changes it is made and filled anew, with the indexes that it has.
//!
//! ```
//! #[derive(trueup::View)]
//! #[view(materialized, query = "SELECT count(*) AS n FROM accounts", engines(postgres))]
//! struct Total {
//!     n: i64,
//! }
//! # fn main() {}
//! ```
//!
//! | engine | SQL |
//! | --- | --- |
//! | PostgreSQL | `CREATE MATERIALIZED VIEW "totals" AS ...` |
//! | MySQL, MariaDB, SQLite | an error: they have none |
