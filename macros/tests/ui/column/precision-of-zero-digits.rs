use trueup::Table;

#[derive(Table)]
struct Item {
    #[column(primary_key)]
    id: i64,
    #[column(precision = 0)]
    price: rust_decimal::Decimal,
}

fn main() {
    let _ = Item::META;
    let _ = Item::COLUMNS.id.name();
}
