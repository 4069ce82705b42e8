use trueup::Table;

#[derive(Table)]
struct Account {
    #[column(primary_key)]
    id: i64,
    #[column(default = -1)]
    level: u32,
}

fn main() {
    let _ = Account::META;
    let _ = Account::COLUMNS.id.name();
}
