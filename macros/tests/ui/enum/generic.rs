//! One type has one list of values.

#![allow(dead_code)]

#[derive(trueup::Enum)]
enum Status<const N: usize> {
    Open,
}

#[derive(trueup::Table)]
struct Item {
    #[column(primary_key)]
    id: i64,
    status: Status<1>,
}

use trueup::Table;

fn main() {
    let _ = Item::COLUMNS.status.name();
}
