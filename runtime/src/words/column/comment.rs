//! What the catalogue tells readers about the column.
//!
//! Documentation comments of the field stay in the code.
//!
//! ```
//! # use trueup::Table;
//! #[derive(Table)]
//! struct Item {
//!     #[column(primary_key)]
//!     id: i64,
//!     #[column(comment = "in cents")]
//!     price: i64,
//! }
//! ```
//!
//! | engine | SQL |
//! | --- | --- |
//! | PostgreSQL | `COMMENT ON COLUMN "items"."price" IS 'in cents'` |
//! | MySQL, MariaDB | ``COMMENT 'in cents'`` |
//! | SQLite | nothing |
