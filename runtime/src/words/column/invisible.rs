//! `SELECT *` leaves the column out.
//!
//! Other engines show every column, and leave the word out.
//!
//! ```
//! # use trueup::Table;
//! #[derive(Table)]
//! struct Item {
//!     #[column(primary_key)]
//!     id: i64,
//!     #[column(invisible)]
//!     note: Option<String>,
//! }
//! ```
//!
//! | engine | SQL |
//! | --- | --- |
//! | PostgreSQL | nothing |
//! | MySQL, MariaDB | `` `note` longtext NULL INVISIBLE `` |
//! | SQLite | nothing |
