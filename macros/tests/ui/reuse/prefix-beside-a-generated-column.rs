use trueup::{Columns, Table};

#[derive(Columns)]
struct Price {
    net: i64,
    #[column(generated(stored, "net * 2"))]
    gross: Option<i64>,
}

#[derive(Table)]
struct Item {
    #[column(primary_key)]
    id: i64,
    #[column(flatten, prefix = "list_")]
    list: Price,
}

fn main() {
    let _ = Item::META;
    let _ = Item::COLUMNS.list.net.name();
}
