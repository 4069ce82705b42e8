//! A test with a database is async.

#[trueup::test]
fn a_row_is_found(pool: sqlx::PgPool) {
    drop(pool);
}

fn main() {}
