//! The number is no value.

#![allow(dead_code)]

#[derive(trueup::Enum)]
#[repr(i32)]
enum Status {
    Open = 1,
}

#[derive(trueup::Table)]
struct Item {
    #[column(primary_key)]
    id: i64,
    #[column(default = 2)]
    status: Status,
}

use trueup::Table;

fn main() {
    let _ = Item::COLUMNS.status.name();
}
