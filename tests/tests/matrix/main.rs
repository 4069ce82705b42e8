//! Every kind of change, on every engine: see `trueup_tests::case` for what is promised of each.

#[macro_use(case, structs)]
extern crate trueup_tests;

mod checks;
mod columns;
mod foreign_keys;
mod keys;
mod renames;
mod tables;
mod types;
