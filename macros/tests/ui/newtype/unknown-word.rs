//! There is one word.

#![allow(dead_code)]

use trueup::Table;

#[derive(trueup::ColumnType)]
#[column_type(jsn)]
struct Org(i64);

#[derive(Table)]
struct Item {
    #[column(primary_key)]
    id: i64,
    org: Org,
}

fn main() {
    let _ = Item::COLUMNS.org.name();
}
