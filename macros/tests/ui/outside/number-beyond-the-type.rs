//! A number that the type cannot hold.

trueup::sequence!("numbers", type = i16, max = 100000);

fn main() {}
