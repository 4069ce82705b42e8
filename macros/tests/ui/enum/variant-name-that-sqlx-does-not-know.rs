//! sqlx writes the name of the variant.

#![allow(dead_code)]

#[derive(sqlx::Type, trueup::Enum)]
#[sqlx(type_name = "status")]
enum Status {
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
