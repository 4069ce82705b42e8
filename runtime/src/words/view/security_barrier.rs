//! The conditions of the view are tried before any function of whoever reads it.
//!
//! So no function sees a row that the view hides.
//!
//! ```
//! #[derive(trueup::View)]
//! #[view(query = "SELECT id FROM accounts WHERE NOT closed", security_barrier)]
//! struct Open {
//!     id: i64,
//! }
//! # fn main() {}
//! ```
//!
//! | engine | SQL |
//! | --- | --- |
//! | PostgreSQL | `CREATE VIEW ... WITH ("security_barrier" = 'true') AS ...` |
//! | MySQL, MariaDB, SQLite | ignored |
