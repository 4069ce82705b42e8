//! An unknown word.

trueup::sequence!("numbers", begin = 1000);

fn main() {}
