use trueup::{Columns, Partial, Table};

#[derive(Columns)]
struct Audit {
    version: i32,
}

#[derive(Table)]
struct Account {
    #[column(primary_key)]
    id: i64,
    #[column(flatten)]
    audit: Audit,
}

#[derive(Partial)]
#[partial(of = Account)]
struct AccountName {
    id: i64,
    audit: Audit,
}

fn main() {
    let _ = Account::META;
    let _ = AccountName::COLUMNS;
}
