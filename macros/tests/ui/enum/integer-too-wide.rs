//! No database has an integer of 128 bits.

#![allow(dead_code)]

#[derive(trueup::Enum)]
#[repr(i128)]
enum Status {
    Open = 1,
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
