//! A value cannot be two variants.

#![allow(dead_code)]

#[derive(trueup::Enum)]
enum Status {
    Open,
    #[enumeration(renamed_from = "Open")]
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
