//! Former names of the enum type.
//!
//! The type is renamed with everything that uses it. The newest comes first: `renamed_from("state", "status")`.
//!
//! ```
//! #[derive(trueup::Enum)]
//! #[enumeration(name = "order_status", renamed_from = "state")]
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
//! | PostgreSQL | `ALTER TYPE "state" RENAME TO "order_status"` |
//! | MySQL, MariaDB | nothing: the values are in the column |
//! | SQLite | nothing: the values are in a check |
