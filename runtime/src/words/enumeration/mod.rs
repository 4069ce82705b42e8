//! The words of `#[enumeration(...)]` on an enum.

pub mod comment;
pub mod name;
pub mod rename_all;
pub mod renamed_from;
pub mod retired;
pub mod schema;
pub mod storage;
