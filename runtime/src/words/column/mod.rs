//! The words of `#[column(...)]`.

pub mod auto_increment;
pub mod charset;
pub mod check;
pub mod collation;
pub mod comment;
pub mod compression;
pub mod default;
pub mod generated;
pub mod identity;
pub mod index;
pub mod invisible;
pub mod length;
pub mod max_length;
pub mod name;
pub mod on_delete;
pub mod on_update;
pub mod precision;
pub mod primary_key;
pub mod references;
pub mod renamed_from;
pub mod scale;
pub mod skip;
pub mod sql_type;
pub mod storage;
pub mod unique;
pub mod update;
