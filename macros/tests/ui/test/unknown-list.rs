//! The only list is that of the tables.

#[trueup::test(models(Account))]
async fn a_row_is_found(pool: sqlx::PgPool) {
    drop(pool);
}

fn main() {}
