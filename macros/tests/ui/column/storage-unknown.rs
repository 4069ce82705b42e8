use trueup::Table;

#[derive(Table)]
struct Item {
    #[column(primary_key)]
    id: i64,
    #[column(storage = externel)]
    price: String,
}

fn main() {
    let _ = Item::META;
    let _ = Item::COLUMNS.id.name();
}
