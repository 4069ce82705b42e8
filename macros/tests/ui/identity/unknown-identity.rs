//! A kind of identity that there is not.

use trueup::Table;

#[derive(Table)]
struct Account {
    #[column(primary_key, identity = never)]
    id: i64,
}

fn main() {
    let _ = trueup::tables![Account];
    let _ = Account::COLUMNS.id.name();
}
