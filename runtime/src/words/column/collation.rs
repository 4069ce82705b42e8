//! How texts are sorted and compared.
//!
//! A database that is not named keeps its usual collation.
//!
//! ```
//! # use trueup::Table;
//! #[derive(Table)]
//! struct Item {
//!     #[column(primary_key)]
//!     id: i64,
//!     #[column(collation(postgres = "C", mysql = "utf8mb4_bin", sqlite = "NOCASE"))]
//!     name: String,
//! }
//! ```
//!
//! | engine | SQL |
//! | --- | --- |
//! | PostgreSQL | `"name" text COLLATE "C" NOT NULL` |
//! | MySQL, MariaDB | `` `name` longtext COLLATE `utf8mb4_bin` NOT NULL `` |
//! | SQLite | `"name" TEXT NOT NULL COLLATE "NOCASE"` |
