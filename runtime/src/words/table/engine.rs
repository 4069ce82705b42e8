//! The storage engine.
//!
//! A database that has no such thing leaves it out.
//!
//! ```
//! # use trueup::Table;
//! #[derive(Table)]
//! #[table(engine = "MyISAM")]
//! struct Item {
//!     #[column(primary_key)]
//!     id: i64,
//! }
//! ```
//!
//! | engine | SQL |
//! | --- | --- |
//! | PostgreSQL | nothing |
//! | MySQL, MariaDB | `ENGINE=MyISAM` |
//! | SQLite | nothing |
