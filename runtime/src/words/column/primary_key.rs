//! The primary key, or a part of it in the order of the fields.
//!
//! It cannot be optional. `#[table(primary_key(a, b))]` chooses another order.
//!
//! ```
//! # use trueup::Table;
//! #[derive(Table)]
//! struct Account {
//!     #[column(primary_key)]
//!     id: i64,
//! }
//! ```
//!
//! | engine | SQL |
//! | --- | --- |
//! | PostgreSQL | `PRIMARY KEY ("id")` |
//! | MySQL, MariaDB | ``PRIMARY KEY (`id`)`` |
//! | SQLite | `"id" INTEGER PRIMARY KEY` |
