//! The database counts numbers, and no values of an enum.

#![allow(dead_code)]

use trueup::Table;

#[derive(trueup::Enum)]
#[repr(i32)]
enum Status {
    Open = 1,
}

#[derive(Table)]
struct Item {
    #[column(primary_key, auto_increment)]
    status: Status,
}

fn main() {
    let _ = Item::COLUMNS.status.name();
}
