//! The case of the names of all columns.
//!
//! One of `snake_case`, `camelCase`, `lowercase`, `UPPERCASE`, `PascalCase`, `kebab-case` and
//! `SCREAMING_SNAKE_CASE`. `#[column(name = "...")]` overrules it, and `#[sqlx(rename_all = "...")]` counts as well.
//!
//! ```
//! # use trueup::Table;
//! #[derive(Table)]
//! #[table(rename_all = "camelCase")]
//! struct Account {
//!     #[column(primary_key)]
//!     id: i64,
//!     // The column `createdOn`.
//!     created_on: String,
//! }
//! ```
//!
//! | engine | SQL |
//! | --- | --- |
//! | PostgreSQL | `"createdOn" text NOT NULL` |
//! | MySQL, MariaDB | `` `createdOn` longtext NOT NULL `` |
//! | SQLite | `"createdOn" TEXT NOT NULL` |
