use trueup::{Columns, Table};

#[derive(Columns)]
struct Shared {
    #[column(index)]
    email: String,
}

#[derive(Table)]
#[table(engines(postgres, mysql))]
struct Account {
    #[column(primary_key)]
    id: i64,
    #[column(flatten)]
    shared: Shared,
}

fn main() {
    assert_eq!(Account::META.name, Account::NAME);
}
