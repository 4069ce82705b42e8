use trueup::Table;

#[derive(Table)]
struct Item {
    #[column(primary_key)]
    id: i64,
    #[column(length = 3, max_length = 3)]
    price: String,
}

fn main() {
    let _ = Item::META;
    let _ = Item::COLUMNS.id.name();
}
