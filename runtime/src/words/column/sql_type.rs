//! The type in the database's own words, for what the Rust type does not say.
//!
//! A database that is not named has the usual type of the field. Where every database of the table is named, the field may be of any type, such as `pgvector::Vector`. Write the type as the catalogue shows it; the rows are read and written by sqlx, so the field's type must fit it.
//!
//! ```
//! # use trueup::Table;
//! #[derive(Table)]
//! struct Item {
//!     #[column(primary_key)]
//!     id: i64,
//!     #[column(sql_type(postgres = "xml", mysql = "mediumtext"))]
//!     page: String,
//! }
//! ```
//!
//! | engine | SQL |
//! | --- | --- |
//! | PostgreSQL | `"page" xml NOT NULL` |
//! | MySQL, MariaDB | `` `page` mediumtext NOT NULL `` |
//! | SQLite | `"page" TEXT NOT NULL` |
