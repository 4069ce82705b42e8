//! The name of the column.
//!
//! Without it the column is called like the field, in the case of `#[table(rename_all = "...")]`.
//! `#[sqlx(rename = "...")]` counts as well.
//!
//! ```
//! # use trueup::Table;
//! #[derive(Table)]
//! struct Account {
//!     #[column(primary_key)]
//!     id: i64,
//!     #[column(name = "mail", max_length = 255)]
//!     email: String,
//! }
//! ```
//!
//! | engine | SQL |
//! | --- | --- |
//! | PostgreSQL | `"mail" character varying(255) NOT NULL` |
//! | MySQL, MariaDB | `` `mail` varchar(255) NOT NULL `` |
//! | SQLite | `"mail" VARCHAR(255) NOT NULL` |
//!
//! A new name alone is a new column. Add `renamed_from = "old"` to keep the data.
