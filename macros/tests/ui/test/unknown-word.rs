//! The only words are the tables.

#[trueup::test(migrations = "migrations")]
async fn a_row_is_found(pool: sqlx::PgPool) {
    drop(pool);
}

fn main() {}
