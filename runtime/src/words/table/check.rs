//! A condition that each row fulfils, in the database's own language.
//!
//! A row for which it is NULL passes, as SQL has it.
//!
//! ```
//! # use trueup::Table;
//! #[derive(Table)]
//! #[table(check("balance >= -credit", columns(balance, credit)))]
//! struct Account {
//!     #[column(primary_key)]
//!     id: i64,
//!     balance: i64,
//!     credit: i64,
//! }
//! ```
//!
//! | engine | SQL |
//! | --- | --- |
//! | PostgreSQL, MySQL, MariaDB | `CHECK (balance >= -credit)` |
//! | SQLite | `CHECK ("balance" >= -"credit")` |
//!
//! `check(name = "solvent", "...")` chooses the name.
//!
//! `columns(a, b)` beside the text names the fields that it is about: one that the struct does not have is a
//! compile error. The database does not see it.
