//! What it holds has no length.

#![allow(dead_code)]

use trueup::Table;

#[derive(trueup::ColumnType)]
struct Org(i64);

#[derive(Table)]
struct Item {
    #[column(primary_key)]
    id: i64,
    #[column(max_length = 9)]
    org: Org,
}

fn main() {
    let _ = Item::COLUMNS.org.name();
}
