//! The words of `#[column_type(...)]`.

pub mod json;
