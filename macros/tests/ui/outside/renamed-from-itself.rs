//! The former name is the present one.

trueup::sequence!("numbers", renamed_from = "numbers");

fn main() {}
