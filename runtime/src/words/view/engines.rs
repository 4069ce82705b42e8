//! The databases that have the view; the others go without.
//!
//! What one of them cannot do is a compile error on the word.
//!
//! ```
//! #[derive(trueup::View)]
//! #[view(query = "SELECT count(*) AS n FROM accounts", engines(postgres, mysql))]
//! struct Total {
//!     n: i64,
//! }
//! # fn main() {}
//! ```
//!
//! | engine | SQL |
//! | --- | --- |
//! | PostgreSQL, MySQL, MariaDB | `CREATE VIEW ...` |
//! | SQLite | nothing |
