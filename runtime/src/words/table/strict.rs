//! Values must be of the type of their column.
//!
//! A database that has no such thing leaves it out.
//!
//! ```
//! # use trueup::Table;
//! #[derive(Table)]
//! #[table(strict)]
//! struct Item {
//!     #[column(primary_key)]
//!     id: i64,
//!     #[column(max_length = 40)]
//!     name: String,
//!     sold: bool,
//! }
//! ```
//!
//! | engine | SQL |
//! | --- | --- |
//! | PostgreSQL | nothing: it always is so |
//! | MySQL, MariaDB | nothing: it always is so |
//! | SQLite | `CREATE TABLE "items" ("id" INTEGER PRIMARY KEY, "name" TEXT NOT NULL, "sold" INTEGER NOT NULL) STRICT` |
