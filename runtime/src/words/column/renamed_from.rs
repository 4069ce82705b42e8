//! Former names of the column, newest first. Its data is kept.
//!
//! Leave it in the code until every database has been migrated; afterwards it does nothing.
//!
//! ```
//! # use trueup::Table;
//! #[derive(Table)]
//! struct Account {
//!     #[column(primary_key)]
//!     id: i64,
//!     #[column(renamed_from = "nick")]
//!     display_name: Option<String>,
//! }
//! ```
//!
//! | engine | SQL |
//! | --- | --- |
//! | PostgreSQL | `ALTER TABLE "accounts" RENAME COLUMN "nick" TO "display_name"` |
//! | MySQL, MariaDB | ``ALTER TABLE `accounts` RENAME COLUMN `nick` TO `display_name`, ALGORITHM=INSTANT`` |
//! | SQLite | `ALTER TABLE "accounts" RENAME COLUMN "nick" TO "display_name"` |
//!
//! More than one: `renamed_from("nick", "alias")`.
