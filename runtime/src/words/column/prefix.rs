//! What stands before the name of each flattened column.
//!
//! sqlx has no such word: a struct that derives `sqlx::FromRow` and flattens the field looks for the names
//! without a prefix, so the two are refused together.
//!
//! ```
//! # use trueup::{Columns, Table};
//! #[derive(Columns)]
//! struct Address {
//!     city: String,
//! }
//!
//! #[derive(Table)]
//! struct Account {
//!     #[column(primary_key)]
//!     id: i64,
//!     #[column(flatten, prefix = "billing_")]
//!     billing: Address,
//! }
//! ```
//!
//! | engine | SQL |
//! | --- | --- |
//! | all | the column `billing_city` |
