//! How many digits a `Decimal` has in all, or a time after the point.
//!
//! A decimal has no digits after the point unless `scale` says so.
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
//! | SQLite | none for a decimal; a time is kept as it is written |
