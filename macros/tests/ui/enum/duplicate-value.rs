//! Two variants cannot be told apart.

#![allow(dead_code)]

#[derive(trueup::Enum, sqlx::Type)]
enum Status {
    Open,
    #[sqlx(rename = "Open")]
    Opened,
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
