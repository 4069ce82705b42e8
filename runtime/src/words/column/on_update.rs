//! What a foreign key does with this row when the row that it refers to gets another key.
//!
//! - `no_action`: refuses, at the end of the statement. This is the default.
//! - `restrict`: refuses at once.
//! - `cascade`: changes this field too.
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
//!     #[column(references = Org::id, on_update = cascade)]
//!     org_id: Option<i64>,
//! }
//! ```
//!
//! | engine | SQL |
//! | --- | --- |
//! | all | `... ON UPDATE CASCADE` |
