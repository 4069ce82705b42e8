//! The field is no column.
//!
//! `#[sqlx(skip)]` says the same. A field that becomes `skip` leaves its column and the data in the database.
//!
//! ```
//! # use trueup::Table;
//! #[derive(Table)]
//! struct Account {
//!     #[column(primary_key)]
//!     id: i64,
//!     #[column(skip)]
//!     cache: Vec<String>,
//! }
//! ```
//!
//! | engine | SQL |
//! | --- | --- |
//! | all | nothing |
