//! A word that is nearly right.

trueup::domain!("email", "text", chekc("VALUE ~ '@'"));

fn main() {}
