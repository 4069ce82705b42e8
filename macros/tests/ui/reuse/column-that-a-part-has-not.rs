use trueup::{Columns, Table};

#[derive(Columns)]
struct Address {
    city: String,
}

#[derive(Table)]
struct Account {
    #[column(primary_key)]
    id: i64,
    #[column(flatten)]
    home: Address,
}

fn main() {
    let _ = Account::META;
    let _ = Account::COLUMNS.home.street.name();
}
