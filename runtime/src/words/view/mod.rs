//! The words of `#[view(...)]`.

pub mod check_option;
pub mod comment;
pub mod engines;
pub mod materialized;
pub mod name;
pub mod query;
pub mod renamed_from;
pub mod schema;
pub mod security_barrier;
pub mod security_invoker;
pub mod uses;
