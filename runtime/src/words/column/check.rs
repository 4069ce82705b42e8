//! A condition that each row fulfils, in the database's own language.
//!
//! A row for which it is NULL passes, as SQL has it. `#[table(check("..."))]` says the same on the struct.
//!
//! ```
//! # use trueup::Table;
//! #[derive(Table)]
//! struct Account {
//!     #[column(primary_key)]
//!     id: i64,
//!     #[column(check("balance >= 0"))]
//!     balance: i64,
//! }
//! ```
//!
//! | engine | SQL |
//! | --- | --- |
//! | PostgreSQL, MySQL, MariaDB | `CHECK (balance >= 0)` |
//! | SQLite | `CHECK ("balance" >= 0)` |
//!
//! `check(name = "solvent", "...")` chooses the name.
//!
//! `columns(a, b)` beside the text names the fields that it is about: one that the struct does not have is a
//! compile error. The database does not see it.
