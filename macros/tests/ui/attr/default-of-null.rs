use trueup::Table;

#[derive(Table)]
struct Account {
    #[column(primary_key)]
    id: i64,
    #[column(default = null)]
    balance: Option<i64>,
}

fn main() {
    let _ = Account::META;
    let _ = Account::COLUMNS.id.name();
}
