//! One partition of a table with `partition_by(...)`: a range from the first value on and before the second one, a list of
//! values, or `default` for what no other partition holds.
//!
//! ```
//! # use trueup::Table;
//! #[derive(Table)]
//! #[table(primary_key(id, country), partition_by(list(country)))]
//! #[table(partition(name = "dach", values("de", "at", "ch")), partition(name = "us", values("us")))]
//! struct Customer {
//!     id: i64,
//!     #[column(max_length = 2)]
//!     country: String,
//! }
//! ```
//!
//! | engine | SQL |
//! | --- | --- |
//! | PostgreSQL | `CREATE TABLE "customers_dach" PARTITION OF "customers" FOR VALUES IN ('de', 'at', 'ch')` |
//! | MySQL, MariaDB | ``PARTITION `dach` VALUES IN ('de', 'at', 'ch')`` |
//! | SQLite | an error: it has no partitions |
//!
//! A partition whose line is gone stays, and is held back for consent: `partition(name = "dach", dropped)` says that it may go
//! with its rows.
