//! The struct of the table whose columns these are.
//!
//! ```
//! use trueup::{Partial, Table};
//!
//! #[derive(Table)]
//! struct Account {
//!     #[column(primary_key)]
//!     id: i64,
//!     email: String,
//! }
//!
//! #[derive(Partial)]
//! #[partial(of = Account)]
//! struct AccountMail {
//!     email: String,
//! }
//!
//! assert_eq!(AccountMail::COLUMNS, ["email"]);
//! ```
//!
//! Each field has the name and the type of a field of the table, or it does not compile. No SQL on any engine.
