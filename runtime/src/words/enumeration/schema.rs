//! The namespace of the enum type.
//!
//! `#[sqlx(type_name = "app.order_status")]` says the same.
//!
//! ```
//! #[derive(trueup::Enum)]
//! #[enumeration(name = "order_status", schema = "app")]
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
//! | PostgreSQL | `CREATE TYPE "app"."order_status" AS ENUM ('Open', 'Closed')` |
//! | MySQL, MariaDB | nothing: the values are in the column |
//! | SQLite | nothing: the values are in a check |
