//! A struct has no variants.

#![allow(dead_code)]

#[derive(trueup::Enum)]
struct Status {
    open: bool,
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
