//! A word that belongs to another object.

trueup::extension!("pgcrypto", start = 1);

fn main() {}
