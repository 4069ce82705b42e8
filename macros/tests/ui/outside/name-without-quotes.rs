//! A name without quotes.

trueup::extension!(pgcrypto);

fn main() {}
