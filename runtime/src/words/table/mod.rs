//! The words of `#[table(...)]`.

pub mod charset;
pub mod check;
pub mod collation;
pub mod comment;
pub mod dropped;
pub mod engine;
pub mod engines;
pub mod exclude;
pub mod foreign_key;
pub mod index;
pub mod name;
pub mod partition;
pub mod partition_by;
pub mod primary_key;
pub mod rename_all;
pub mod renamed_from;
pub mod replica_identity;
pub mod row_format;
pub mod schema;
pub mod storage;
pub mod strict;
pub mod tablespace;
pub mod trigger;
pub mod unique;
pub mod unlogged;
pub mod without_rowid;
