//! Whether long values are compressed, and whether they are moved out of the row: `plain`, `external`, `extended` or `main`.
//!
//! It concerns values that are written from then on.
//!
//! ```
//! # use trueup::Table;
//! #[derive(Table)]
//! struct Item {
//!     #[column(primary_key)]
//!     id: i64,
//!     #[column(storage = external)]
//!     body: Vec<u8>,
//! }
//! ```
//!
//! | engine | SQL |
//! | --- | --- |
//! | PostgreSQL | `ALTER TABLE "items" ALTER COLUMN "body" SET STORAGE EXTERNAL` |
//! | MySQL, MariaDB | nothing |
//! | SQLite | nothing |
