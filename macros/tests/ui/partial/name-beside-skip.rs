use trueup::{Partial, Table};

#[derive(Table)]
struct Account {
    #[column(primary_key)]
    id: i64,
    display_name: Option<String>,
}

#[derive(Partial)]
#[partial(of = Account)]
struct AccountName {
    id: i64,
    #[column(skip, name = "nick")]
    display_name: Option<String>,
}

fn main() {
    let _ = Account::META;
    let _ = AccountName::COLUMNS;
}
