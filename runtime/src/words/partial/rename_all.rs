//! The case of column names, as the table has it.
//!
//! ```
//! use trueup::{Partial, Table};
//!
//! #[derive(Table)]
//! #[table(rename_all = "camelCase")]
//! struct Account {
//!     #[column(primary_key)]
//!     id: i64,
//!     display_name: String,
//! }
//!
//! #[derive(Partial)]
//! #[partial(of = Account, rename_all = "camelCase")]
//! struct AccountName {
//!     display_name: String,
//! }
//!
//! assert_eq!(AccountName::COLUMNS, ["displayName"]);
//! ```
//!
//! `#[sqlx(rename_all = "...")]` counts here too, so that one of them is enough. No SQL on any engine.
