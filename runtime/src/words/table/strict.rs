//! Values must be of the type of their column.
//!
//! A database that has no such thing leaves it out.
//!
//! ```
//! # use trueup::Table;
//! #[derive(Table)]
//! #[table(strict)]
//! struct Item {
//!     #[column(primary_key)]
//!     id: i64,
//! }
//! ```
//!
//! | engine | SQL |
//! | --- | --- |
//! | PostgreSQL | nothing: it always is so |
//! | MySQL, MariaDB | nothing: it always is so |
//! | SQLite | `STRICT`, with `TEXT` for texts and times and `INTEGER` for `bool` |
