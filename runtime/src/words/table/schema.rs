//! The namespace of the table, on PostgreSQL.
//!
//! Without it the table is in the first schema of the search path.
//!
//! ```
//! # use trueup::Table;
//! #[derive(Table)]
//! #[table(schema = "billing")]
//! struct Invoice {
//!     #[column(primary_key)]
//!     id: i64,
//! }
//! ```
//!
//! | engine | SQL |
//! | --- | --- |
//! | PostgreSQL | `CREATE TABLE "billing"."invoices" (...)` |
//! | MySQL, MariaDB | refused: a database is the only namespace there |
//! | SQLite | refused: a file is the only namespace there |
