//! A foreign key over several fields: together they are a key of the other table.
//!
//! The fields of the target have the same types in the same order, and are its primary key or one of its
//! unique keys. For one field, `#[column(references = Org::id)]` is shorter.
//!
//! ```
//! # use trueup::Table;
//! #[derive(Table)]
//! struct Membership {
//!     #[column(primary_key)]
//!     org_id: i64,
//!     #[column(primary_key)]
//!     user_id: i64,
//! }
//!
//! #[derive(Table)]
//! #[table(foreign_key(org_id, user_id, references = Membership(org_id, user_id), on_delete = cascade))]
//! struct Post {
//!     #[column(primary_key)]
//!     id: i64,
//!     org_id: i64,
//!     user_id: i64,
//! }
//! ```
//!
//! | engine | SQL |
//! | --- | --- |
//! | PostgreSQL | `FOREIGN KEY ("org_id", "user_id") REFERENCES "memberships" ("org_id", "user_id") ON DELETE CASCADE` |
//! | MySQL, MariaDB | ``FOREIGN KEY (`org_id`,`user_id`) REFERENCES `memberships` (`org_id`,`user_id`) ON DELETE CASCADE`` |
//! | SQLite | `FOREIGN KEY ("org_id", "user_id") REFERENCES "memberships" ("org_id", "user_id") ON DELETE CASCADE` |
//!
//! More words: `name`, `on_update`, `deferrable`, `initially_deferred`, `match_full`.
