//! The namespace of the table, on PostgreSQL.
//!
//! Without it the table is in the first schema of the search path that is there. The name of that one says the
//! same as no name, so a table may name it or not, and may refer to others that do.
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
//! | MySQL, MariaDB | refused, unless it is the database of the connection |
//! | SQLite | refused, unless it is `main` |
