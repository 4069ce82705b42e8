//! What the catalogue tells readers about the table.
//!
//! A database that has no such thing leaves it out.
//!
//! ```
//! # use trueup::Table;
//! #[derive(Table)]
//! #[table(comment = "who pays")]
//! struct Item {
//!     #[column(primary_key)]
//!     id: i64,
//! }
//! ```
//!
//! | engine | SQL |
//! | --- | --- |
//! | PostgreSQL | `COMMENT ON TABLE "items" IS 'who pays'` |
//! | MySQL, MariaDB | `COMMENT='who pays'` |
//! | SQLite | nothing |
