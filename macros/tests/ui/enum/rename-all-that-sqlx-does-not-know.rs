//! sqlx writes the names of the variants.

#![allow(dead_code)]

#[derive(sqlx::Type, trueup::Enum)]
#[sqlx(type_name = "status")]
#[enumeration(rename_all = "snake_case")]
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
