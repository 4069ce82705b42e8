//! A foreign key: each value is one that the other field has.
//!
//! The other field is a primary key or unique on its own, and has the same type.
//!
//! ```
//! # use trueup::Table;
//! # #[derive(Table)]
//! # struct Org {
//! #     #[column(primary_key)]
//! #     id: i64,
//! # }
//! #[derive(Table)]
//! struct Account {
//!     #[column(primary_key)]
//!     id: i64,
//!     #[column(references = Org::id, on_delete = cascade)]
//!     org_id: i64,
//! }
//! ```
//!
//! | engine | SQL |
//! | --- | --- |
//! | PostgreSQL | `FOREIGN KEY ("org_id") REFERENCES "orgs" ("id") ON DELETE CASCADE` |
//! | MySQL, MariaDB | ``FOREIGN KEY (`org_id`) REFERENCES `orgs` (`id`) ON DELETE CASCADE`` |
//! | SQLite | `FOREIGN KEY ("org_id") REFERENCES "orgs" ("id") ON DELETE CASCADE` |
//!
//! More words stand in parentheses: `references(Org::id, name = "...", deferrable, initially_deferred)`. Over several
//! fields: `#[table(foreign_key(...))]`.
