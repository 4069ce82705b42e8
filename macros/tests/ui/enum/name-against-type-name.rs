//! There is one type.

#![allow(dead_code)]

#[derive(trueup::Enum, sqlx::Type)]
#[sqlx(type_name = "order_status")]
#[enumeration(name = "status")]
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
