//! Once is enough.

#![allow(dead_code)]

#[derive(trueup::Enum)]
#[enumeration(retired("Lost", "Lost"))]
enum Status {
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
