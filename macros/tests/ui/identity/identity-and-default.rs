//! Both number new rows.

use trueup::Table;

#[derive(Table)]
struct Account {
    #[column(primary_key, identity = always, default = 1)]
    id: i64,
}

fn main() {
    let _ = trueup::tables![Account];
    let _ = Account::COLUMNS.id.name();
}
