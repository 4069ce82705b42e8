//! By what a logical replica knows a row that is updated or deleted.
//!
//! A text names an index of the struct. A database that has no such thing leaves it out.
//!
//! ```
//! # use trueup::Table;
//! #[derive(Table)]
//! #[table(replica_identity = full)]
//! struct Item {
//!     name: String,
//! }
//! ```
//!
//! | engine | SQL |
//! | --- | --- |
//! | PostgreSQL | `ALTER TABLE "items" REPLICA IDENTITY FULL` |
//! | MySQL, MariaDB | nothing |
//! | SQLite | nothing |
