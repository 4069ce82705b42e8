use trueup::{Columns, Table};

#[derive(Columns)]
struct Shared {
    #[column(auto_increment, unique)]
    number: i64,
}

#[derive(Table)]
#[table(engines(postgres, sqlite))]
struct Account {
    #[column(primary_key)]
    id: i64,
    #[column(flatten)]
    shared: Shared,
}

fn main() {
    assert_eq!(Account::META.name, Account::NAME);
}
