//! The words of `#[partial(...)]`.

pub mod of;
pub mod rename_all;
