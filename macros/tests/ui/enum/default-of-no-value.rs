//! The text is no value.

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
    #[column(default = "open")]
    status: Status,
}

use trueup::Table;

fn main() {
    let _ = Item::COLUMNS.status.name();
}
