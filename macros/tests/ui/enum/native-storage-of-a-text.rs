//! sqlx writes a text.

#![allow(dead_code)]

#[derive(trueup::Enum, sqlx::Type)]
#[sqlx(type_name = "text")]
#[enumeration(storage = native)]
enum Status {
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
