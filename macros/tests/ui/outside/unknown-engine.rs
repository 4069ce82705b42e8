//! No database of that name.

trueup::schema!("billing", engines(postgresql));

fn main() {}
