//! How long values are compressed: `pglz` or `lz4`.
//!
//! It concerns values that are written from then on.
//!
//! ```
//! # use trueup::Table;
//! #[derive(Table)]
//! struct Item {
//!     #[column(primary_key)]
//!     id: i64,
//!     #[column(compression = pglz)]
//!     body: String,
//! }
//! ```
//!
//! | engine | SQL |
//! | --- | --- |
//! | PostgreSQL | `ALTER TABLE "items" ALTER COLUMN "body" SET COMPRESSION pglz`, from 14 |
//! | MySQL, MariaDB | nothing |
//! | SQLite | nothing |
