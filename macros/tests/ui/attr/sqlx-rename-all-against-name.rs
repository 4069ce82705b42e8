use trueup::Table;

#[derive(Table, sqlx::FromRow)]
#[sqlx(rename_all = "camelCase")]
struct Account {
    #[column(primary_key)]
    id: i64,
    #[column(name = "mail")]
    home_email: String,
}

fn main() {
    let _ = Account::META;
    let _ = Account::COLUMNS.id.name();
}
