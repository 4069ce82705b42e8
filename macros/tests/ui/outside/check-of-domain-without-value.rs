//! The check names a column, of which a domain knows none.

trueup::domain!("email", "text", check("email ~ '@'"));

fn main() {}
