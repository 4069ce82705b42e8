//! The name of the table.
//!
//! Without it the table is called by the plural of the struct in snake case: `OrderLine` is `order_lines`, and `Settings` stays
//! `settings`.
//!
//! ```
//! # use trueup::Table;
//! #[derive(Table)]
//! #[table(name = "customers")]
//! struct Account {
//!     #[column(primary_key)]
//!     id: i64,
//! }
//! ```
//!
//! | engine | SQL |
//! | --- | --- |
//! | PostgreSQL | `CREATE TABLE "customers" (...)` |
//! | MySQL, MariaDB | ``CREATE TABLE `customers` (...)`` |
//! | SQLite | `CREATE TABLE "customers" (...)` |
//!
//! A new name alone is a new table. Add `renamed_from = "old"` to keep the rows.
