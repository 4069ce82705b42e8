//! A type that no sequence has.

trueup::sequence!("numbers", type = u64);

fn main() {}
