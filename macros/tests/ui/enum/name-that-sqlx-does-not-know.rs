//! sqlx looks for the type by the name of the enum.

#![allow(dead_code)]

#[derive(sqlx::Type, trueup::Enum)]
#[sqlx(rename_all = "snake_case")]
#[enumeration(name = "order_status")]
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
