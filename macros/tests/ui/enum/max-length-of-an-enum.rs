//! The values say how long they are.

#![allow(dead_code)]

#[derive(trueup::Enum)]
enum Status {
    Open,
    Closed,
}

#[derive(trueup::Table)]
struct Item {
    #[column(primary_key)]
    id: i64,
    #[column(max_length = 9)]
    status: Status,
}

use trueup::Table;

fn main() {
    let _ = Item::COLUMNS.status.name();
}
