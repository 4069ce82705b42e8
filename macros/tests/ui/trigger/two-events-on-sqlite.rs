use trueup::Table;

#[derive(Table)]
#[table(engines(postgres, sqlite), trigger(name = "accounts_logged", after(insert, update), "SELECT 1"))]
struct Account {
    #[column(primary_key)]
    id: i64,
}

fn main() {
    let _ = (Account::META, Account { id: 1 }.id);
}
