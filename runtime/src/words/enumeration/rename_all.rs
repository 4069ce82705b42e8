//! The case of all values.
//!
//! One of `snake_case`, `camelCase`, `lowercase`, `UPPERCASE`, `PascalCase`, `kebab-case` and
//! `SCREAMING_SNAKE_CASE`. Without it a value is the name of its variant. `#[sqlx(rename_all = "...")]` counts as well.
//!
//! ```
//! #[derive(trueup::Enum)]
//! #[enumeration(rename_all = "snake_case")]
//! enum Progress {
//!     Open,
//!     UnderWay,
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
//! | PostgreSQL | `CREATE TYPE "progress" AS ENUM ('open', 'under_way')` |
//! | MySQL, MariaDB | `enum('open','under_way')` |
//! | SQLite | `CHECK ("progress" IN ('open', 'under_way'))` |
