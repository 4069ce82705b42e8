//! A number in quotes.

use trueup::Table;

#[derive(Table)]
struct Account {
    #[column(primary_key, auto_increment(start = "1000"))]
    id: i64,
}

fn main() {
    let _ = trueup::tables![Account];
    let _ = Account::COLUMNS.id.name();
}
