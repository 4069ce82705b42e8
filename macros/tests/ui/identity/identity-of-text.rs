//! Only integers are counted.

use trueup::Table;

#[derive(Table)]
struct Account {
    #[column(primary_key, identity = always)]
    id: String,
}

fn main() {
    let _ = trueup::tables![Account];
    let _ = Account::COLUMNS.id.name();
}
