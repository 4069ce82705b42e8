//! Storage parameters of PostgreSQL.
//!
//! A database that has no such thing leaves it out.
//!
//! ```
//! # use trueup::Table;
//! #[derive(Table)]
//! #[table(storage(fillfactor = 70, autovacuum_enabled = false))]
//! struct Item {
//!     #[column(primary_key)]
//!     id: i64,
//! }
//! ```
//!
//! | engine | SQL |
//! | --- | --- |
//! | PostgreSQL | `WITH ("fillfactor" = '70', "autovacuum_enabled" = 'false')` |
//! | MySQL, MariaDB | nothing |
//! | SQLite | nothing |
