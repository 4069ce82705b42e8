//! Columns that may be dropped, and their data with them.
//!
//! A column whose field is gone is kept unless it is listed here: a missing field is no consent. To keep the data
//! under a new name, write `#[column(renamed_from = "old")]` on the new field instead.
//!
//! ```
//! # use trueup::Table;
//! #[derive(Table)]
//! #[table(dropped("fax", "pager"))]
//! struct Account {
//!     #[column(primary_key)]
//!     id: i64,
//! }
//! ```
//!
//! | engine | SQL |
//! | --- | --- |
//! | PostgreSQL | `ALTER TABLE "accounts" DROP COLUMN "fax"` |
//! | MySQL, MariaDB | ``ALTER TABLE `accounts` DROP COLUMN `fax`, ALGORITHM=INSTANT`` |
//! | SQLite | `ALTER TABLE "accounts" DROP COLUMN "fax"` |
