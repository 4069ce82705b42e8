//! Rows keep the number.

#![allow(dead_code)]

#[derive(trueup::Enum)]
#[repr(i32)]
enum Status {
    #[enumeration(renamed_from = "Old")]
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
