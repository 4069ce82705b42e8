//! An index over this field alone.
//!
//! Over several fields, or with another order: `#[table(index(a, b desc))]`.
//!
//! ```
//! # use trueup::Table;
//! #[derive(Table)]
//! struct Account {
//!     #[column(primary_key)]
//!     id: i64,
//!     #[column(index)]
//!     org_id: i64,
//! }
//! ```
//!
//! | engine | SQL |
//! | --- | --- |
//! | PostgreSQL | `CREATE INDEX ... ON "accounts" ("org_id")` |
//! | MySQL, MariaDB | ``KEY `accounts_org_id_idx` (`org_id`)`` |
//! | SQLite | `CREATE INDEX ... ON "accounts" ("org_id")` |
//!
//! Its words stand in parentheses: `index(desc, method = hash, where = "...")`.
