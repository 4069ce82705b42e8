//! The field holds a struct of columns, which are columns of this table.
//!
//! The struct derives [`Columns`](derive@crate::Columns). With `sqlx::FromRow`, write `#[sqlx(flatten)]` on the same field.
//!
//! ```
//! # use trueup::{Columns, Table};
//! #[derive(Columns)]
//! struct Audit {
//!     #[column(default = sql("CURRENT_TIMESTAMP"))]
//!     created_at: String,
//!     updated_at: Option<String>,
//! }
//!
//! #[derive(Table)]
//! struct Account {
//!     #[column(primary_key)]
//!     id: i64,
//!     #[column(flatten)]
//!     audit: Audit,
//! }
//! ```
//!
//! | engine | SQL |
//! | --- | --- |
//! | all | the columns of the struct, where the field stands |
