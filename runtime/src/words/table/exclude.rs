//! No two rows are alike in all of these comparisons (PostgreSQL).
//!
//! Behind each field or expression stands the operator that compares it.
//!
//! ```
//! # use trueup::Table;
//! #[derive(Table)]
//! #[table(exclude(using = gist, expr("int4range(first, last)") with "&&", engines(postgres)))]
//! struct Booking {
//!     #[column(primary_key)]
//!     id: i64,
//!     first: i32,
//!     last: i32,
//! }
//! ```
//!
//! | engine | SQL |
//! | --- | --- |
//! | PostgreSQL | `EXCLUDE USING gist ((int4range(first, last)) WITH &&)` |
//! | MySQL, MariaDB | nothing; without `engines(postgres)` it is an error |
//! | SQLite | nothing; without `engines(postgres)` it is an error |
//!
//! More words: `name`, `where = "..."`, `deferrable`, `initially_deferred`. Existing rows that collide stop the
//! change; nothing is deleted.
