//! A test is run by nobody who could choose a type.

#[trueup::test]
async fn a_row_is_found<T>(pool: sqlx::PgPool) {
    drop(pool);
}

fn main() {}
