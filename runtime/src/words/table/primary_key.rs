//! The primary key, where its order is not the order of the fields.
//!
//! Otherwise `#[column(primary_key)]` on each of its fields says the same.
//!
//! ```
//! # use trueup::Table;
//! #[derive(Table)]
//! #[table(primary_key(org_id, account_id))]
//! struct Member {
//!     account_id: i64,
//!     org_id: i64,
//! }
//! ```
//!
//! | engine | SQL |
//! | --- | --- |
//! | PostgreSQL | `PRIMARY KEY ("org_id", "account_id")` |
//! | MySQL, MariaDB | ``PRIMARY KEY (`org_id`,`account_id`)`` |
//! | SQLite | `PRIMARY KEY ("org_id", "account_id")` |
//!
//! More words, for PostgreSQL: `name`, `deferrable`, `initially_deferred`, `include(...)`, `with(...)`.
