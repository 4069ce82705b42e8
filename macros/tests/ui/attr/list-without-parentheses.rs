use trueup::Table;

#[derive(Table)]
#[table(unique = "id")]
struct Account {
    #[column(primary_key)]
    id: i64,
}

fn main() {
    let _ = Account::META;
    let _ = Account::COLUMNS.id.name();
}
