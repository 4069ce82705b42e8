//! Definitions that must compile: one topic in each module, in the words of a crate that is strict.

#![forbid(future_incompatible)]
// Nothing reads the rows of these tables, and each module says itself how strict it is.
#![allow(dead_code, missing_docs, unreachable_pub, unused_qualifications)]

pub mod columns_of_several_tables;
pub mod crates_named_for_linking;
pub mod enums_and_newtypes;
pub mod every_attribute;
pub mod fields_of_a_configuration;
pub mod names_of_sqlx;
pub mod outside;
pub mod partial_structs;
pub mod partitions;
pub mod properties;
pub mod raw_identifiers_and_keywords;
pub mod some_engines_only;
pub mod sql_per_database;
pub mod strict_lints;
pub mod table_options;
pub mod tables_of_a_macro;
pub mod tables_that_refer_to_each_other;
pub mod triggers;
pub mod type_spelling;
pub mod types_of_one_database;
pub mod views;
