//! The words of `#[table(...)]`.

pub mod check;
pub mod dropped;
pub mod engines;
pub mod index;
pub mod name;
pub mod primary_key;
pub mod rename_all;
pub mod renamed_from;
pub mod schema;
pub mod unique;
