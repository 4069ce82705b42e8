use trueup::Table;

#[derive(Table)]
#[table(index(name = "a", id), unique(name = "a", email))]
struct Account {
    #[column(primary_key)]
    id: i64,
    email: String,
}

fn main() {
    let _ = Account::META;
    let _ = Account::COLUMNS.id.name();
}
