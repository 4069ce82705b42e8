//! The namespace of the view, which is created where it is missing.
//!
//! ```
//! #[derive(trueup::View)]
//! #[view(schema = "billing", query = "SELECT 1 AS n", engines(postgres))]
//! struct Total {
//!     n: i32,
//! }
//! # fn main() {}
//! ```
//!
//! | engine | SQL |
//! | --- | --- |
//! | PostgreSQL | `CREATE VIEW "billing"."totals" AS ...` |
//! | MySQL, MariaDB, SQLite | an error: there are no namespaces |
