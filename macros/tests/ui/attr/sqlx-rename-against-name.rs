use trueup::Table;

#[derive(Table, sqlx::FromRow)]
struct Account {
    #[column(primary_key)]
    id: i64,
    #[sqlx(rename = "mail")]
    #[column(name = "e_mail")]
    email: String,
}

fn main() {
    let _ = Account::META;
    let _ = Account::COLUMNS.id.name();
}
