//! The name of the view.
//!
//! Without it the view is called as a table would be: the plural of the struct's name in snake case.
//!
//! ```
//! #[derive(trueup::View)]
//! #[view(name = "open_accounts", query = "SELECT id FROM accounts WHERE NOT closed")]
//! struct OpenAccount {
//!     id: i64,
//! }
//! # fn main() {}
//! ```
//!
//! | engine | SQL |
//! | --- | --- |
//! | PostgreSQL, SQLite | `CREATE VIEW "open_accounts" AS ...` |
//! | MySQL, MariaDB | ``CREATE VIEW `open_accounts` AS ...`` |
