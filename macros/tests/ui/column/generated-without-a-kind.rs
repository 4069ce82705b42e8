use trueup::Table;

#[derive(Table)]
struct Item {
    #[column(primary_key)]
    id: i64,
    #[column(generated("price * 2"))]
    price: i64,
}

fn main() {
    let _ = Item::META;
    let _ = Item::COLUMNS.id.name();
}
