//! The program `trueup` from outside, on SQLite files: what it prints, and how it ends.

mod adopt;
mod apply;
mod diff;
mod history;
mod inspect;
mod plan;
mod scene;
mod settings;
mod usage;
