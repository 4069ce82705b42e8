//! How many characters or bytes every value has.
//!
//! Shorter texts are filled with blanks by PostgreSQL.
//!
//! ```
//! # use trueup::Table;
//! #[derive(Table)]
//! struct Item {
//!     #[column(primary_key)]
//!     id: i64,
//!     #[column(length = 2)]
//!     country: String,
//! }
//! ```
//!
//! | engine | SQL |
//! | --- | --- |
//! | PostgreSQL | `"country" character(2) NOT NULL` |
//! | MySQL, MariaDB | `` `country` char(2) NOT NULL `` |
//! | SQLite | `"country" CHAR(2) NOT NULL`, which it does not enforce |
