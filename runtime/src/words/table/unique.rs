//! No two rows have the same values in these fields.
//!
//! For one field, `#[column(unique)]` is shorter. NULL equals nothing, so rows with a NULL do not collide.
//!
//! ```
//! # use trueup::Table;
//! #[derive(Table)]
//! #[table(unique(org_id, account_id))]
//! struct Member {
//!     #[column(primary_key)]
//!     id: i64,
//!     org_id: i64,
//!     account_id: i64,
//! }
//! ```
//!
//! | engine | SQL |
//! | --- | --- |
//! | PostgreSQL | `UNIQUE ("org_id", "account_id")` |
//! | MySQL, MariaDB | ``UNIQUE KEY `members_org_id_account_id_key` (`org_id`,`account_id`)`` |
//! | SQLite | `CREATE UNIQUE INDEX ... ON "members" ("org_id", "account_id")` |
//!
//! `where = "..."` and `expr("...")` make it a unique index. More words: `name`, `nulls_not_distinct`,
//! `deferrable`, `initially_deferred`, `include(...)`, `with(...)`, `engines(...)`. Existing duplicates stop the change; nothing is
//! deleted.
