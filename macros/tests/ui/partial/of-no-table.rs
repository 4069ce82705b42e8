use trueup::{Partial, Table};

#[derive(Table)]
struct Account {
    #[column(primary_key)]
    id: i64,
    display_name: Option<String>,
}

#[derive(Clone)]
struct Plain {
    id: i64,
    name: String,
}

#[derive(Partial)]
#[partial(of = Plain)]
struct AccountName {
    id: i64,
    name: String,
}

fn main() {
    let _ = Account::META;
    let _ = AccountName::COLUMNS;
}
