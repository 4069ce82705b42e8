use trueup::{Columns, Table};

#[derive(Columns)]
struct Place {
    city: String,
}

#[derive(Columns)]
struct Address {
    #[column(flatten)]
    place: Place,
    street: String,
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
    let _ = Account::COLUMNS.id.name();
}
