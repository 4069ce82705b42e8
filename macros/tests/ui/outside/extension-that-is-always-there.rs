//! Every database has it.

trueup::extension!("plpgsql");

fn main() {}
