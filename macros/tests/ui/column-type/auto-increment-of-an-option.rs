use trueup::Table;

#[derive(Table)]
struct Account {
    #[column(primary_key)]
    id: i64,
    #[column(auto_increment)]
    balance: Option<i32>,
}

fn main() {
    let _ = Account::META;
    let _ = Account::COLUMNS.id.name();
}
