//! What a foreign key does with this row when the row that it refers to is deleted.
//!
//! - `no_action`: refuses, at the end of the statement. This is the default.
//! - `restrict`: refuses at once.
//! - `cascade`: deletes this row too.
//! - `set_null`: writes NULL. The field is an `Option`.
//! - `set_default`: writes the default of the field.
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
//!     #[column(references = Org::id, on_delete = set_null)]
//!     org_id: Option<i64>,
//! }
//! ```
//!
//! | engine | SQL |
//! | --- | --- |
//! | all | `... ON DELETE SET NULL` |
