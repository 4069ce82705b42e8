//! The only words are the tables.

#[trueup::test(migrations = "migrations")]
async fn a_row_is_found(pool: sqlx::SqlitePool) {
    drop(pool);
}

fn main() {}
