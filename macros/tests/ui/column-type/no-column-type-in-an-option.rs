use trueup::Table;

struct Money(i64);

#[derive(Table)]
struct Account {
    #[column(primary_key)]
    id: i64,
    #[column(unique)]
    balance: Option<Money>,
}

fn main() {
    let _ = Account::META;
    let _ = Account::COLUMNS.id.name();
}
