//! A name that PostgreSQL keeps to itself.

trueup::schema!("pg_billing");

fn main() {}
