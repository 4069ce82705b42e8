//! Structs of tables that the query names.
//!
//! The compiler looks for them: the view no longer compiles when such a struct is gone. The order of the steps does not
//! depend on it.
//!
//! ```
//! #[derive(trueup::Table)]
//! struct Account {
//!     #[column(primary_key)]
//!     id: i64,
//! }
//!
//! #[derive(trueup::View)]
//! #[view(query = "SELECT count(*) AS n FROM accounts", uses(Account))]
//! struct Total {
//!     n: i64,
//! }
//! # fn main() {}
//! ```
//!
//! | engine | SQL |
//! | --- | --- |
//! | all | nothing |
