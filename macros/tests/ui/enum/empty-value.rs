//! MySQL keeps the empty value for itself.

#![allow(dead_code)]

#[derive(trueup::Enum)]
enum Status {
    #[enumeration(name = "")]
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
