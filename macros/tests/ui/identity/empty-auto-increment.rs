//! Nothing is said in the parentheses.

use trueup::Table;

#[derive(Table)]
struct Account {
    #[column(primary_key, auto_increment())]
    id: i64,
}

fn main() {
    let _ = trueup::tables![Account];
    let _ = Account::COLUMNS.id.name();
}
