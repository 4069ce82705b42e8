use trueup::Table;

#[derive(Table)]
struct Account {
    #[column(primary_key, auto_increment)]
    id: String,
}

fn main() {
    let _ = Account::META;
    let _ = Account::COLUMNS.id.name();
}
