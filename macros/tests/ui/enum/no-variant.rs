//! There is nothing to store.

#![allow(dead_code)]

#[derive(trueup::Enum)]
enum Status {
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
