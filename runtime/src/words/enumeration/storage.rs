//! What is stored for a variant.
//!
//! `native` is what the engine has for enums, and the default. `text` is a text with a check. `integer` is the number of the
//! variant with a check, in the type of `#[repr(...)]`, which alone says the same.
//!
//! ```
//! #[derive(trueup::Enum)]
//! #[enumeration(storage = text)]
//! enum Colour {
//!     Red,
//!     Green,
//! }
//! #
//! # #[derive(trueup::Table)]
//! # struct Item {
//! #     #[column(primary_key)]
//! #     id: i64,
//! #     colour: Colour,
//! # }
//! ```
//!
//! | engine | SQL |
//! | --- | --- |
//! | PostgreSQL | `"colour" text NOT NULL`, `CHECK ("colour" IN ('Red', 'Green'))` |
//! | MySQL, MariaDB | `` `colour` varchar(255) NOT NULL ``, ``CHECK (`colour` IN ('Red', 'Green'))`` |
//! | SQLite | `"colour" TEXT NOT NULL`, `CHECK ("colour" IN ('Red', 'Green'))` |
