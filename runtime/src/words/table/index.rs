//! An index over fields, in this order. `desc` after a field turns its order round.
//!
//! For one field, `#[column(index)]` is shorter.
//!
//! ```
//! # use trueup::Table;
//! #[derive(Table)]
//! #[table(index(org_id, created_on desc))]
//! struct Account {
//!     #[column(primary_key)]
//!     id: i64,
//!     org_id: i64,
//!     #[column(max_length = 10)]
//!     created_on: String,
//! }
//! ```
//!
//! | engine | SQL |
//! | --- | --- |
//! | PostgreSQL | `CREATE INDEX ... ON "accounts" ("org_id", "created_on" DESC)` |
//! | MySQL, MariaDB | ``KEY `accounts_org_id_created_on_idx` (`org_id`,`created_on` DESC)`` |
//! | SQLite | `CREATE INDEX ... ON "accounts" ("org_id", "created_on" DESC)` |
//!
//! Behind a field: `desc`, `nulls_first`, `nulls_last`, `opclass("...")`, `collation = "..."`, `length = 20`.
//! An expression is `expr("lower(email)")`. Words of the whole index: `name`, `where`, `method`, `include(...)`,
//! `with(...)`, `concurrently = false`, `invisible`, `comment`, `engines(...)`.
