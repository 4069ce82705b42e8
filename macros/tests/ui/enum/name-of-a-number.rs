//! The discriminant is the value.

#![allow(dead_code)]

#[derive(trueup::Enum)]
#[repr(i32)]
enum Status {
    #[enumeration(name = "open")]
    Open,
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
