//! How many of the digits of a `Decimal` stand after the point.
//!
//! It needs `precision`.
//!
//! ```
//! # #[cfg(feature = "rust_decimal")] {
//! # use trueup::Table;
//! use rust_decimal::Decimal;
//!
//! #[derive(Table)]
//! struct Item {
//!     #[column(primary_key)]
//!     id: i64,
//!     #[column(precision = 12, scale = 2)]
//!     price: Decimal,
//! }
//! # }
//! ```
//!
//! | engine | SQL |
//! | --- | --- |
//! | PostgreSQL | `"price" numeric(12,2) NOT NULL` |
//! | MySQL, MariaDB | `` `price` decimal(12,2) NOT NULL `` |
//! | SQLite | none: SQLite has no exact decimals |
