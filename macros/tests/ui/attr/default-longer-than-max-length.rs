use trueup::Table;

#[derive(Table)]
struct Account {
    #[column(primary_key)]
    id: i64,
    #[column(default = "none", max_length = 3)]
    level: String,
}

fn main() {
    let _ = Account::META;
    let _ = Account::COLUMNS.id.name();
}
