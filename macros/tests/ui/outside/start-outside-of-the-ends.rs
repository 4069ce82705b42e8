//! The first number lies beyond the greatest.

trueup::sequence!("numbers", start = 100, max = 10);

fn main() {}
