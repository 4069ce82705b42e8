//! The words of `#[enumeration(...)]` on a variant.

pub mod name;
pub mod renamed_from;
