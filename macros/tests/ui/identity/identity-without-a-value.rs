//! An identity is a value.

use trueup::Table;

#[derive(Table)]
struct Account {
    #[column(primary_key, identity)]
    id: i64,
}

fn main() {
    let _ = trueup::tables![Account];
    let _ = Account::COLUMNS.id.name();
}
