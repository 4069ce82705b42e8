//! Changes are not written ahead: faster, and empty after a crash.
//!
//! A database that has no such thing leaves it out.
//!
//! ```
//! # use trueup::Table;
//! #[derive(Table)]
//! #[table(unlogged)]
//! struct Item {
//!     #[column(primary_key)]
//!     id: i64,
//! }
//! ```
//!
//! | engine | SQL |
//! | --- | --- |
//! | PostgreSQL | `CREATE UNLOGGED TABLE` |
//! | MySQL, MariaDB | nothing |
//! | SQLite | nothing |
