//! The name of the enum type.
//!
//! Without it the type is called like the enum in lower case, which is where `sqlx::Type` looks for it: `OrderStatus` is
//! `orderstatus`. `#[sqlx(type_name = "...")]` counts as well, and overrules nothing: a contradiction is an error.
//!
//! ```
//! #[derive(trueup::Enum)]
//! #[enumeration(name = "order_status")]
//! enum OrderStatus {
//!     Open,
//!     Closed,
//! }
//! #
//! # #[derive(trueup::Table)]
//! # struct Item {
//! #     #[column(primary_key)]
//! #     id: i64,
//! #     status: OrderStatus,
//! # }
//! ```
//!
//! | engine | SQL |
//! | --- | --- |
//! | PostgreSQL | `CREATE TYPE "order_status" AS ENUM ('Open', 'Closed')` |
//! | MySQL, MariaDB | nothing: the values are in the column |
//! | SQLite | nothing: the values are in a check |
