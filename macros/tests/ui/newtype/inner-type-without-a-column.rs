//! What it holds is no column.

#![allow(dead_code)]

use trueup::Table;

struct Inner;

#[derive(trueup::ColumnType)]
struct Org(Inner);

#[derive(Table)]
struct Item {
    #[column(primary_key)]
    id: i64,
    org: Org,
}

fn main() {
    let _ = Item::COLUMNS.org.name();
}
