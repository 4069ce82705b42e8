//! The ends are the wrong way round.

use trueup::Table;

#[derive(Table)]
struct Account {
    #[column(primary_key, auto_increment(min = 10, max = 5))]
    id: i64,
}

fn main() {
    let _ = trueup::tables![Account];
    let _ = Account::COLUMNS.id.name();
}
