//! Rows are kept in the order of the primary key.
//!
//! A database that has no such thing leaves it out.
//!
//! ```
//! # use trueup::Table;
//! #[derive(Table)]
//! #[table(without_rowid)]
//! struct Item {
//!     #[column(primary_key)]
//!     id: i64,
//! }
//! ```
//!
//! | engine | SQL |
//! | --- | --- |
//! | PostgreSQL | nothing |
//! | MySQL, MariaDB | nothing: InnoDB always does |
//! | SQLite | `WITHOUT ROWID` |
