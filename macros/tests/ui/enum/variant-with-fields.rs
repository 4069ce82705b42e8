//! A value stands alone.

#![allow(dead_code)]

#[derive(trueup::Enum)]
enum Status {
    Open,
    Closed(i64),
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
