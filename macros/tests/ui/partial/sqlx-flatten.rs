use trueup::{Partial, Table};

#[derive(Table)]
struct Account {
    #[column(primary_key)]
    id: i64,
    display_name: Option<String>,
}

#[derive(Partial, sqlx::FromRow)]
#[partial(of = Account)]
struct AccountName {
    id: i64,
    #[sqlx(flatten)]
    rest: Rest,
}

#[derive(sqlx::FromRow)]
struct Rest {
    display_name: Option<String>,
}

fn main() {
    let _ = Account::META;
    let _ = AccountName::COLUMNS;
    let _ = |rest: Rest| rest.display_name;
}
