//! trueup keeps its own names.

#![allow(dead_code)]

#[derive(trueup::Enum)]
#[enumeration(name = "_trueup_status")]
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
