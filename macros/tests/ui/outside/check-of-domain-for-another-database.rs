//! The check is for a database without domains.

trueup::domain!("email", "text", check(mysql = "VALUE LIKE '%@%'"));

fn main() {}
