//! The type is a name of Rust.

trueup::domain!("email", text, check("VALUE ~ '@'"));

fn main() {}
