use trueup::Table;

#[derive(Table)]
#[table(primary_key(name = "pk", id))]
struct Account {
    id: i64,
}

fn main() {
    let _ = Account::META;
    let _ = Account::COLUMNS.id.name();
}
