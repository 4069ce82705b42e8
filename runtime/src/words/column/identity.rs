//! Whether the database alone numbers new rows.
//!
//! `identity = always` refuses rows that bring a number of their own; `by_default`, which is what
//! `auto_increment` alone means, takes it. Both number new rows; `auto_increment(...)` beside it says how.
//! A sequence that the column owns (`serial`) is left as it is by `auto_increment`, and becomes an
//! identity by this word. No row and no number is lost.
//!
//! ```
//! # use trueup::Table;
//! #[derive(Table)]
//! struct Account {
//!     #[column(primary_key, identity = always, auto_increment(start = 1000))]
//!     id: i64,
//! }
//! ```
//!
//! | engine | SQL |
//! | --- | --- |
//! | PostgreSQL | `"id" bigint GENERATED ALWAYS AS IDENTITY (START WITH 1000) NOT NULL` |
//! | MySQL, MariaDB, SQLite | always take a number that a row brings: `identity = always` is an error there |
