//! Rows can become one value.

#![allow(dead_code)]

#[derive(trueup::Enum)]
enum Status {
    #[enumeration(renamed_from = "Old")]
    Open,
    #[enumeration(renamed_from = "Old")]
    Closed,
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
