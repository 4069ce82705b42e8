//! The words of `#[column(...)]`.

pub mod auto_increment;
pub mod check;
pub mod default;
pub mod index;
pub mod max_length;
pub mod name;
pub mod on_delete;
pub mod on_update;
pub mod primary_key;
pub mod references;
pub mod renamed_from;
pub mod skip;
pub mod unique;
