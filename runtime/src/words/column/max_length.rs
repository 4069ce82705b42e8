//! The greatest length of a `String` in characters, or of a `Vec<u8>` in bytes.
//!
//! MySQL and MariaDB need it on a text that is a key, unique or indexed.
//!
//! ```
//! # use trueup::Table;
//! #[derive(Table)]
//! struct Account {
//!     #[column(primary_key)]
//!     id: i64,
//!     #[column(max_length = 255)]
//!     email: String,
//! }
//! ```
//!
//! | engine | SQL |
//! | --- | --- |
//! | PostgreSQL | `"email" character varying(255) NOT NULL` |
//! | MySQL, MariaDB | `` `email` varchar(255) NOT NULL `` |
//! | SQLite | `"email" VARCHAR(255) NOT NULL`, which it does not enforce |
