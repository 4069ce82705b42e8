//! No name.

trueup::sequence!();

fn main() {}
