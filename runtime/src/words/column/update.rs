//! Each update of a row sets the column to the time.
//!
//! PostgreSQL and SQLite do that only with a trigger, so they refuse the word.
//!
//! ```
//! # #[cfg(feature = "chrono")] {
//! # use trueup::Table;
//! use chrono::{DateTime, Utc};
//!
//! #[derive(Table)]
//! struct Item {
//!     #[column(primary_key)]
//!     id: i64,
//!     #[column(default = now, update = now)]
//!     at: DateTime<Utc>,
//! }
//! # }
//! ```
//!
//! | engine | SQL |
//! | --- | --- |
//! | PostgreSQL | an error |
//! | MySQL, MariaDB | `` `at` timestamp(6) NOT NULL DEFAULT current_timestamp(6) ON UPDATE current_timestamp(6) `` |
//! | SQLite | an error |
