//! Former names of the view, newest first.
//!
//! The view that has one of them gets its new name.
//!
//! ```
//! #[derive(trueup::View)]
//! #[view(renamed_from = "active_accounts", query = "SELECT id FROM accounts WHERE NOT closed")]
//! struct OpenAccount {
//!     id: i64,
//! }
//! # fn main() {}
//! ```
//!
//! | engine | SQL |
//! | --- | --- |
//! | PostgreSQL | `ALTER VIEW "active_accounts" RENAME TO "open_accounts"` |
//! | MySQL, MariaDB | ``RENAME TABLE `active_accounts` TO `open_accounts` `` |
//! | SQLite | the view is made anew |
