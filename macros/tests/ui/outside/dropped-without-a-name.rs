//! Nothing is named.

trueup::dropped!(view);

fn main() {}
