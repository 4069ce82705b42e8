use trueup::Table;

#[derive(Table)]
#[table(primary_key())]
struct Account {
    id: i64,
}

fn main() {
    let _ = Account::META;
    let _ = Account::COLUMNS.id.name();
}
