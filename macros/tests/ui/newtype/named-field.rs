//! sqlx would make a record of it.

#![allow(dead_code)]

use trueup::Table;

#[derive(trueup::ColumnType)]
struct Org {
    id: i64,
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
