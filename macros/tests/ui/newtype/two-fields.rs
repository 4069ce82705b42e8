//! A column holds one value.

#![allow(dead_code)]

use trueup::Table;

#[derive(trueup::ColumnType)]
struct Org(i64, String);

#[derive(Table)]
struct Item {
    #[column(primary_key)]
    id: i64,
    org: Org,
}

fn main() {
    let _ = Item::COLUMNS.org.name();
}
