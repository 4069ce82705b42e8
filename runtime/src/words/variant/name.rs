//! The value that is stored for the variant.
//!
//! Without it the value is the name of the variant, in the case of `rename_all`. `#[sqlx(rename = "...")]` says the same.
//!
//! ```
//! #[derive(trueup::Enum)]
//! enum Progress {
//!     #[enumeration(name = "not begun")]
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
//! | PostgreSQL | `CREATE TYPE "progress" AS ENUM ('not begun', 'Closed')` |
//! | MySQL, MariaDB | `enum('not begun','Closed')` |
//! | SQLite | `CHECK ("progress" IN ('not begun', 'Closed'))` |
