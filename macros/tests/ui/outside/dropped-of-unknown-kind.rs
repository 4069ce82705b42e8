//! A kind of object that there is not.

trueup::dropped!(sequenze "numbers");

fn main() {}
