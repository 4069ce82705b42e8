use trueup::{Columns, Table};

#[derive(Columns)]
struct Keyed<T> {
    key: T,
}

#[derive(Table)]
struct Account {
    #[column(primary_key)]
    id: i64,
    #[column(flatten)]
    home: Keyed<i64>,
}

fn main() {
    let _ = Account::META;
    let _ = Account::COLUMNS.id.name();
}
