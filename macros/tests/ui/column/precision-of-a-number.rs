use trueup::Table;

#[derive(Table)]
struct Item {
    #[column(primary_key)]
    id: i64,
    #[column(precision = 3)]
    price: f64,
}

fn main() {
    let _ = Item::META;
    let _ = Item::COLUMNS.id.name();
}
