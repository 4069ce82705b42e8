//! The query, the same for every database or one for each.
//!
//! A database that is left out has no such view. The text is not read by trueup: what the database made of it is
//! remembered, and a view that somebody changed is put back.
//!
//! ```
//! #[derive(trueup::View)]
//! #[view(query(
//!     postgres = "SELECT id, lower(nick) AS nick FROM accounts",
//!     sqlite = "SELECT id, nick COLLATE NOCASE AS nick FROM accounts"
//! ))]
//! struct FoldedAccount {
//!     id: i64,
//!     nick: String,
//! }
//! # fn main() {}
//! ```
//!
//! | engine | SQL |
//! | --- | --- |
//! | PostgreSQL | `CREATE VIEW "folded_accounts" AS SELECT id, lower(nick) AS nick FROM accounts` |
//! | MySQL, MariaDB | nothing |
//! | SQLite | `CREATE VIEW "folded_accounts" AS SELECT id, nick COLLATE NOCASE AS nick FROM accounts` |
