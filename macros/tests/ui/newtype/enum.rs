//! An enum has a derive of its own.

#![allow(dead_code)]

use trueup::Table;

#[derive(trueup::ColumnType)]
enum Org {
    Ours,
}

#[derive(Table)]
struct Item {
    #[column(primary_key)]
    id: i64,
    org: Org,
}

fn main() {
    let _ = Item::COLUMNS.org.name();
}
