//! What the database does at each write of a row.
//!
//! The text is the same for every database, or one for each. On PostgreSQL a function comes and goes with the
//! trigger. A text that changes replaces it, and one that somebody changed is put back.
//!
//! ```
//! # use trueup::Table;
//! #[derive(Table)]
//! #[table(trigger(
//!     name = "accounts_logged",
//!     after(insert),
//!     "INSERT INTO log (account) VALUES (NEW.id)"
//! ))]
//! struct Account {
//!     #[column(primary_key)]
//!     id: i64,
//! }
//! ```
//!
//! | engine | SQL |
//! | --- | --- |
//! | PostgreSQL | `CREATE OR REPLACE FUNCTION "accounts_logged"() ...`, `CREATE TRIGGER "accounts_logged" AFTER INSERT ON "accounts" FOR EACH ROW EXECUTE FUNCTION "accounts_logged"()` |
//! | MySQL, MariaDB | ``CREATE TRIGGER `accounts_logged` AFTER INSERT ON `accounts` FOR EACH ROW INSERT ...`` |
//! | SQLite | `CREATE TRIGGER "accounts_logged" AFTER INSERT ON "accounts" FOR EACH ROW BEGIN INSERT ...; END` |
//!
//! `before(insert)`, `after(update)`, `after(delete)` are the moments. Several events at once are PostgreSQL's, and an
//! error elsewhere.
