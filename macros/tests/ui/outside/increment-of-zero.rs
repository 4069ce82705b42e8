//! A sequence that stands still.

trueup::sequence!("numbers", increment = 0);

fn main() {}
