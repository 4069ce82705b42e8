//! The type is stored as a document, whatever its shape.
//!
//! This is for a type that encodes itself for sqlx as `sqlx::types::Json` does. Where it does not, write `#[sqlx(json)]` on the
//! field of the table: it says the same, and sqlx reads the field as a document.
//!
//! ```
//! #[derive(trueup::ColumnType)]
//! #[column_type(json)]
//! struct Address {
//!     street: String,
//!     city: String,
//! }
//! #
//! # #[derive(trueup::Table)]
//! # struct Item {
//! #     #[column(primary_key)]
//! #     id: i64,
//! #     address: Address,
//! # }
//! ```
//!
//! | engine | SQL |
//! | --- | --- |
//! | PostgreSQL | `"address" jsonb NOT NULL` |
//! | MySQL, MariaDB | `` `address` json NOT NULL `` |
//! | SQLite | `"address" TEXT NOT NULL` |
