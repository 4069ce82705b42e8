//! PostgreSQL takes 63 bytes.

#![allow(dead_code)]

#[derive(trueup::Enum)]
enum Status {
    #[enumeration(name = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
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
