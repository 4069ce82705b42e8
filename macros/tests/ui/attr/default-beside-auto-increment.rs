use trueup::Table;

#[derive(Table)]
struct Account {
    #[column(primary_key, auto_increment, default = 1)]
    id: i64,
}

fn main() {
    let _ = Account::META;
    let _ = Account::COLUMNS.id.name();
}
