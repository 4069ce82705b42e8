//! The value of rows that leave the column out.
//!
//! A number, `true`, `false`, a text in quotes, `now`, a variant of an enum, or an expression as `sql("...")`. Rows that
//! are there when the column is added get it too.
//!
//! ```
//! # use trueup::Table;
//! #[derive(Table)]
//! struct Account {
//!     #[column(primary_key)]
//!     id: i64,
//!     #[column(default = 0)]
//!     balance: i64,
//!     #[column(default = sql("CURRENT_DATE"))]
//!     created_on: String,
//! }
//! ```
//!
//! | engine | SQL |
//! | --- | --- |
//! | PostgreSQL | `"balance" bigint DEFAULT 0 NOT NULL` |
//! | MySQL, MariaDB | `` `balance` bigint NOT NULL DEFAULT 0 `` |
//! | SQLite | `"balance" INTEGER NOT NULL DEFAULT 0` |
