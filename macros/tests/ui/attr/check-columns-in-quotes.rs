use trueup::Table;

#[derive(Table)]
struct Account {
    #[column(primary_key)]
    id: i64,
    #[column(check("balance >= 0", columns("balance")))]
    balance: i64,
}

fn main() {
    let _ = Account::META;
}
