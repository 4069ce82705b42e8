use trueup::{Columns, Table};

#[derive(Columns, sqlx::FromRow)]
struct Address {
    city: String,
}

#[derive(Table, sqlx::FromRow)]
struct Account {
    #[column(primary_key)]
    id: i64,
    #[column(flatten, prefix = "home_")]
    #[sqlx(flatten)]
    home: Address,
}

fn main() {
    let _ = Account::META;
    let _ = Account::COLUMNS.id.name();
}
