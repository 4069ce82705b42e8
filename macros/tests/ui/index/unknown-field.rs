use trueup::Table;

#[derive(Table)]
#[table(index(emial))]
struct Account {
    #[column(primary_key)]
    id: i64,
    email: String,
}

fn main() {
    let _ = Account::META;
    let _ = Account::COLUMNS.id.name();
}
