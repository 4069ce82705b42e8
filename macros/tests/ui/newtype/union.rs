//! A union has no one value.

#![allow(dead_code)]

use trueup::Table;

#[derive(trueup::ColumnType)]
union Org {
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
