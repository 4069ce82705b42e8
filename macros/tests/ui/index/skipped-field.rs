use trueup::Table;

#[derive(Table)]
#[table(index(cache))]
struct Account {
    #[column(primary_key)]
    id: i64,
    #[column(skip)]
    cache: u8,
}

fn main() {
    let _ = Account::META;
    let _ = Account::COLUMNS.id.name();
}
