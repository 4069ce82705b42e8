//! What the catalogue tells readers about the enum type.
//!
//! Documentation comments of the enum stay in the code.
//!
//! ```
//! #[derive(trueup::Enum)]
//! #[enumeration(comment = "how far an order is")]
//! enum Progress {
//!     Open,
//!     Closed,
//! }
//! #
//! # #[derive(trueup::Table)]
//! # struct Item {
//! #     #[column(primary_key)]
//! #     id: i64,
//! #     progress: Progress,
//! # }
//! ```
//!
//! | engine | SQL |
//! | --- | --- |
//! | PostgreSQL | `COMMENT ON TYPE "progress" IS 'how far an order is'` |
//! | MySQL, MariaDB | nothing |
//! | SQLite | nothing |
