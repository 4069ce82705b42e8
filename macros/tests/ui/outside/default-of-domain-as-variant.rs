//! A variant stands for a value of a Rust enum.

trueup::domain!("state", "text", default = Open);

fn main() {}
