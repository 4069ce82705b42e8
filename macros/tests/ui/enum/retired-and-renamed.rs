//! Rows keep a value, or lose it.

#![allow(dead_code)]

#[derive(trueup::Enum)]
#[enumeration(retired("Lost"))]
enum Status {
    #[enumeration(renamed_from = "Lost")]
    Open,
}

#[derive(trueup::Table)]
struct Item {
    #[column(primary_key)]
    id: i64,
    status: Status,
}

use trueup::Table;

fn main() {
    let _ = Item::COLUMNS.status.name();
}
