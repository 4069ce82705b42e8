use trueup::{Partial, Table};

#[derive(Table)]
struct Account {
    #[column(primary_key)]
    id: i64,
    display_name: Option<String>,
}

#[derive(Partial)]
#[partial(of = Account)]
enum AccountName {
    Id,
}

fn main() {
    let _ = Account::META;
    let _ = AccountName::COLUMNS;
    let _ = AccountName::Id;
}
