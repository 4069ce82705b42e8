//! What is retired has no variant.

#![allow(dead_code)]

#[derive(trueup::Enum)]
#[enumeration(retired("Open"))]
enum Status {
    Open,
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
