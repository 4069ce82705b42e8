//! A row that is written through the view must be visible in it.
//!
//! `"local"` asks the conditions of this view alone, `"cascaded"` those of the views beneath it too.
//!
//! ```
//! #[derive(trueup::View)]
//! #[view(
//!     query = "SELECT id, size FROM accounts WHERE size > 0",
//!     check_option = "cascaded",
//!     engines(postgres, mysql)
//! )]
//! struct Filled {
//!     id: i64,
//!     size: i64,
//! }
//! # fn main() {}
//! ```
//!
//! | engine | SQL |
//! | --- | --- |
//! | PostgreSQL | `CREATE VIEW ... WITH ("check_option" = 'cascaded') AS ...` |
//! | MySQL, MariaDB | `CREATE VIEW ... AS ... WITH CASCADED CHECK OPTION` |
//! | SQLite | an error: it writes through no view |
