use trueup::Table;

#[derive(Table)]
struct Account {
    #[column(primary_key, unique)]
    id: i64,
}

fn main() {
    let _ = Account::META;
    let _ = Account::COLUMNS.id.name();
}
