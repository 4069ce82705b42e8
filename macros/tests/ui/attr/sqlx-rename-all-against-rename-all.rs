use trueup::Table;

#[derive(Table, sqlx::FromRow)]
#[sqlx(rename_all = "camelCase")]
#[table(rename_all = "snake_case")]
struct Account {
    #[column(primary_key)]
    id: i64,
}

fn main() {
    let _ = Account::META;
    let _ = Account::COLUMNS.id.name();
}
