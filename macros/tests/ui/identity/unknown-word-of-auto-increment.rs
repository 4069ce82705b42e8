//! An unknown word.

use trueup::Table;

#[derive(Table)]
struct Account {
    #[column(primary_key, auto_increment(step = 10))]
    id: i64,
}

fn main() {
    let _ = trueup::tables![Account];
    let _ = Account::COLUMNS.id.name();
}
