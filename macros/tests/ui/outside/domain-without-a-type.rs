//! No type beneath the domain.

trueup::domain!("email");

fn main() {}
