use trueup::Table;

#[derive(Table)]
#[table(check("balance >= -credit", columns(balance, credits)))]
struct Account {
    #[column(primary_key)]
    id: i64,
    balance: i64,
    credit: i64,
}

fn main() {
    let _ = Account::META;
}
