use trueup::Table;

#[derive(Table)]
struct Org {
    #[column(primary_key)]
    id: i64,
    name: String,
}

#[derive(Table, sqlx::FromRow)]
struct Account {
    #[column(primary_key)]
    id: i64,
    #[sqlx(json)]
    #[column(references = Org::id)]
    org: Vec<i64>,
}

fn main() {
    let _ = Account::META;
    let _ = Account::COLUMNS.id.name();
}
