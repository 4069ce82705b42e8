//! Former names of the table, newest first. Its rows are kept.
//!
//! Leave it in the code until every database has been migrated; afterwards it does nothing.
//!
//! ```
//! # use trueup::Table;
//! #[derive(Table)]
//! #[table(renamed_from = "users")]
//! struct Account {
//!     #[column(primary_key)]
//!     id: i64,
//! }
//! ```
//!
//! | engine | SQL |
//! | --- | --- |
//! | PostgreSQL | `ALTER TABLE "users" RENAME TO "accounts"` |
//! | MySQL, MariaDB | ``ALTER TABLE `users` RENAME TO `accounts` `` |
//! | SQLite | `ALTER TABLE "users" RENAME TO "accounts"` |
//!
//! More than one: `renamed_from("users", "members")`.
