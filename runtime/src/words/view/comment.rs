//! The comment of the view.
//!
//! ```
//! #[derive(trueup::View)]
//! #[view(query = "SELECT id FROM accounts WHERE NOT closed", comment = "who can log in")]
//! struct Open {
//!     id: i64,
//! }
//! # fn main() {}
//! ```
//!
//! | engine | SQL |
//! | --- | --- |
//! | PostgreSQL | `COMMENT ON VIEW "opens" IS 'who can log in'` |
//! | MySQL, MariaDB, SQLite | ignored: they keep none |
