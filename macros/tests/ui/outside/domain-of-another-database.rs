//! A database without domains.

trueup::domain!("email", "text", check("VALUE ~ '@'"), engines(postgres, mysql));

fn main() {}
