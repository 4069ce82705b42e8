//! Every word of the vocabulary, from the derive to each real engine and back: the property is in the
//! database, inspection tells of it, and a second boot has nothing to do.

#[macro_use(case, structs)]
extern crate trueup_tests;

mod columns;
mod domains;
mod enums;
mod enums_of_others;
mod enums_of_sqlx;
mod identity;
mod keys;
mod outside;
mod partitions;
mod reuse;
mod schemas;
mod tables;
mod triggers;
mod types;
mod views;
