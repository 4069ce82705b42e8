//! The collation of columns that state none.
//!
//! A database that has no such thing leaves it out.
//!
//! ```
//! # use trueup::Table;
//! #[derive(Table)]
//! #[table(collation = "utf8mb4_bin")]
//! struct Item {
//!     #[column(primary_key)]
//!     id: i64,
//! }
//! ```
//!
//! | engine | SQL |
//! | --- | --- |
//! | PostgreSQL | nothing |
//! | MySQL, MariaDB | `` DEFAULT COLLATE `utf8mb4_bin` `` |
//! | SQLite | nothing |
