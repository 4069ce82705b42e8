//! Tables are read with the rights of whoever reads the view, not of its owner.
//!
//! ```
//! #[derive(trueup::View)]
//! #[view(query = "SELECT id FROM accounts", security_invoker)]
//! struct Visible {
//!     id: i64,
//! }
//! # fn main() {}
//! ```
//!
//! | engine | SQL |
//! | --- | --- |
//! | PostgreSQL 15 | `CREATE VIEW ... WITH ("security_invoker" = 'true') AS ...`; before, an error |
//! | MySQL, MariaDB | `CREATE SQL SECURITY INVOKER VIEW ...` |
//! | SQLite | ignored: it has no users |
