//! The first number does not fit into the field.

use trueup::Table;

#[derive(Table)]
struct Account {
    #[column(primary_key, auto_increment(start = 70000))]
    id: i16,
}

fn main() {
    let _ = trueup::tables![Account];
    let _ = Account::COLUMNS.id.name();
}
