//! The character set of columns that state none, with its usual collation.
//!
//! A database that has no such thing leaves it out.
//!
//! ```
//! # use trueup::Table;
//! #[derive(Table)]
//! #[table(charset = "latin1")]
//! struct Item {
//!     #[column(primary_key)]
//!     id: i64,
//! }
//! ```
//!
//! | engine | SQL |
//! | --- | --- |
//! | PostgreSQL | nothing |
//! | MySQL, MariaDB | `` DEFAULT CHARACTER SET `latin1` `` |
//! | SQLite | nothing |
