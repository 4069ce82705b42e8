//! A domain has one value, and no columns.

trueup::domain!("email", "text", check("VALUE ~ '@'", columns(address)));

fn main() {}
