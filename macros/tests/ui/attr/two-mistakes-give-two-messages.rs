use trueup::Table;

#[derive(Table)]
#[table(nam = "a")]
struct Account {
    #[column(primary_key)]
    id: i64,
    #[column(uniqe)]
    balance: i64,
    #[column(default =)]
    limit: i64,
}

fn main() {
    let _ = Account::META;
    let _ = Account::COLUMNS.id.name();
}
