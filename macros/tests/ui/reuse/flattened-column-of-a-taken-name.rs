use trueup::{Columns, Table};

#[derive(Columns)]
struct Address {
    city: String,
}

#[derive(Table)]
struct Account {
    #[column(primary_key)]
    id: i64,
    city: String,
    #[column(flatten)]
    home: Address,
}

fn main() {
    let _ = Account::META;
    let _ = Account::COLUMNS.id.name();
}
