//! In which character set texts are stored, with the usual collation of that set.
//!
//! Other engines have one character set for the whole database, and leave the word out.
//!
//! ```
//! # use trueup::Table;
//! #[derive(Table)]
//! struct Item {
//!     #[column(primary_key)]
//!     id: i64,
//!     #[column(charset = "latin1", max_length = 20)]
//!     code: String,
//! }
//! ```
//!
//! | engine | SQL |
//! | --- | --- |
//! | PostgreSQL | nothing |
//! | MySQL, MariaDB | `` `code` varchar(20) CHARACTER SET `latin1` NOT NULL `` |
//! | SQLite | nothing |
