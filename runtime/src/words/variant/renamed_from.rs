//! Former values of the variant, which rows lose for the present one.
//!
//! It is the value that is written here, and not the name of a variant. The newest comes first.
//!
//! ```
//! #[derive(trueup::Enum)]
//! enum Progress {
//!     Open,
//!     #[enumeration(renamed_from = "Done")]
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
//! | PostgreSQL | `ALTER TYPE "progress" RENAME VALUE 'Done' TO 'Closed'` |
//! | MySQL, MariaDB | the new value is added, ``UPDATE `items` SET `progress` = 'Closed' WHERE `progress` = 'Done'``, and the old one goes |
//! | SQLite | the same `UPDATE`, and a rebuild with the new check |
