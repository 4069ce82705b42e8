use trueup::Table;

#[derive(Table)]
#[table(unique(country))]
struct Account {
    #[column(primary_key)]
    id: i64,
    email: String,
}

fn main() {
    let _ = Account::META;
    let _ = Account::COLUMNS.id.name();
}
