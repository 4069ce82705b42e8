//! What the database computes the column from: kept in the row (`stored`), or computed when it is read (`virtual`).
//!
//! Nobody gives such a column a value, so an `INSERT` leaves it out. PostgreSQL before 18 has stored ones alone.
//!
//! ```
//! # use trueup::Table;
//! #[derive(Table)]
//! struct Item {
//!     #[column(primary_key)]
//!     id: i64,
//!     price: i64,
//!     amount: i64,
//!     #[column(generated(stored, "price * amount", columns(price, amount)))]
//!     total: i64,
//! }
//! ```
//!
//! | engine | SQL |
//! | --- | --- |
//! | PostgreSQL | `"total" bigint GENERATED ALWAYS AS (price * amount) STORED NOT NULL` |
//! | MySQL, MariaDB | `` `total` bigint GENERATED ALWAYS AS (price * amount) STORED `` |
//! | SQLite | `"total" INTEGER NOT NULL GENERATED ALWAYS AS ("price" * "amount") STORED` |
//!
//! `columns(a, b)` beside the text names the fields that it is about: one that the struct does not have is a
//! compile error. The database does not see it.
