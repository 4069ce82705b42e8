//! The databases that the table is meant for: `postgres`, `mysql` (and MariaDB), `sqlite`.
//!
//! What one of them cannot do is then a compile error on the word that asks for it. On a database that is
//! not listed the table is left out of the schema. Without this word the table is meant for every
//! database, and what one cannot do is told when the program starts on it, and by
//! [`assert_definitions!`](crate::assert_definitions).
//!
//! ```
//! # use trueup::Table;
//! #[derive(Table)]
//! #[table(engines(postgres), schema = "billing")]
//! struct Invoice {
//!     #[column(primary_key)]
//!     id: i64,
//! }
//! ```
//!
//! | engine | SQL |
//! | --- | --- |
//! | PostgreSQL | `CREATE TABLE "billing"."invoices"` |
//! | MySQL, MariaDB, SQLite | nothing: no foreign key of a table that is there may refer to it |
