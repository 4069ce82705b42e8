//! No two rows have the same value in this field.
//!
//! Over several fields: `#[table(unique(a, b))]`. NULL equals nothing, so any number of rows may have it.
//!
//! ```
//! # use trueup::Table;
//! #[derive(Table)]
//! struct Account {
//!     #[column(primary_key)]
//!     id: i64,
//!     #[column(unique, max_length = 255)]
//!     email: String,
//! }
//! ```
//!
//! | engine | SQL |
//! | --- | --- |
//! | PostgreSQL | `UNIQUE ("email")` |
//! | MySQL, MariaDB | ``UNIQUE KEY `accounts_email_key` (`email`)`` |
//! | SQLite | `CREATE UNIQUE INDEX "accounts_email_key" ON "accounts" ("email")` |
//!
//! Its words stand in parentheses: `unique(name = "...", nulls_not_distinct)`. Existing duplicates stop the change; nothing is deleted.
