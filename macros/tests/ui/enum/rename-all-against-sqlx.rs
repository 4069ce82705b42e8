//! sqlx writes other values.

#![allow(dead_code)]

#[derive(trueup::Enum, sqlx::Type)]
#[sqlx(rename_all = "lowercase")]
#[enumeration(rename_all = "UPPERCASE")]
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
