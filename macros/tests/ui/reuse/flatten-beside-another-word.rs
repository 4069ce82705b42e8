use trueup::{Columns, Table};

#[derive(Columns)]
struct Address {
    city: String,
}

#[derive(Table)]
struct Account {
    #[column(primary_key)]
    id: i64,
    #[column(flatten, unique)]
    home: Address,
}

fn main() {
    let _ = Account::META;
    let _ = Account::COLUMNS.id.name();
}
