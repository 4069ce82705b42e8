use trueup::Table;

#[derive(Table)]
#[table(primary_key(id, part))]
struct Account {
    id: i64,
    part: Option<i64>,
}

fn main() {
    let _ = Account::META;
    let _ = Account::COLUMNS.id.name();
}
