//! A word given twice.

trueup::sequence!("numbers", start = 1, start = 2);

fn main() {}
