//! Where the files of the table are.
//!
//! A database that has no such thing leaves it out.
//!
//! ```
//! # use trueup::Table;
//! #[derive(Table)]
//! #[table(tablespace = "fast")]
//! struct Item {
//!     #[column(primary_key)]
//!     id: i64,
//! }
//! ```
//!
//! | engine | SQL |
//! | --- | --- |
//! | PostgreSQL | `TABLESPACE "fast"` |
//! | MySQL, MariaDB | nothing |
//! | SQLite | nothing |
