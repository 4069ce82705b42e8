use trueup::{Columns, Table};

#[derive(Columns)]
#[table(index(city, where = "city <> ''"))]
struct Address {
    city: String,
}

#[derive(Table)]
struct Account {
    #[column(primary_key)]
    id: i64,
    #[column(flatten, prefix = "home_")]
    home: Address,
}

fn main() {
    let _ = Account::META;
    let _ = Account::COLUMNS.id.name();
}
