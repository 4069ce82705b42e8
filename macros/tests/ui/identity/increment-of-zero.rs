//! A sequence that stands still.

use trueup::Table;

#[derive(Table)]
struct Account {
    #[column(primary_key, auto_increment(increment = 0))]
    id: i64,
}

fn main() {
    let _ = trueup::tables![Account];
    let _ = Account::COLUMNS.id.name();
}
