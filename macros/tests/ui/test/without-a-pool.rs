//! A test with a database takes its pool.

#[trueup::test]
async fn a_row_is_found() {}

fn main() {}
