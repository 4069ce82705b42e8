//! sqlx writes another value.

#![allow(dead_code)]

#[derive(trueup::Enum, sqlx::Type)]
enum Status {
    #[sqlx(rename = "open")]
    #[enumeration(name = "opened")]
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
