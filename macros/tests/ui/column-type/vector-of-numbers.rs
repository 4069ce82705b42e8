use trueup::Table;

#[derive(Table)]
#[table(engines(sqlite))]
struct Account {
    #[column(primary_key)]
    id: i64,
    balances: Vec<i64>,
}

fn main() {
    let _ = Account::META;
    let _ = Account::COLUMNS.id.name();
}
