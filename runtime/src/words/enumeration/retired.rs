//! Values that rows may still have, and no variant has any more.
//!
//! The database goes on accepting them, and nothing is taken away. A row that has one cannot be read as the enum. Where
//! another variant is meant instead, write `#[enumeration(renamed_from = "lost")]` on that one.
//!
//! ```
//! #[derive(trueup::Enum)]
//! #[enumeration(rename_all = "snake_case", retired("lost"))]
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
//! | PostgreSQL | `CREATE TYPE "progress" AS ENUM ('open', 'closed', 'lost')` |
//! | MySQL, MariaDB | `enum('open','closed','lost')` |
//! | SQLite | `CHECK ("progress" IN ('open', 'closed', 'lost'))` |
