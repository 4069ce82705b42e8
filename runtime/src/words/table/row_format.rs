//! How rows are laid out.
//!
//! A database that has no such thing leaves it out.
//!
//! ```
//! # use trueup::Table;
//! #[derive(Table)]
//! #[table(row_format = "compressed")]
//! struct Item {
//!     #[column(primary_key)]
//!     id: i64,
//! }
//! ```
//!
//! | engine | SQL |
//! | --- | --- |
//! | PostgreSQL | nothing |
//! | MySQL, MariaDB | `ROW_FORMAT=COMPRESSED` |
//! | SQLite | nothing |
