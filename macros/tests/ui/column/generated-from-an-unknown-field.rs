use trueup::Table;

#[derive(Table)]
struct Item {
    #[column(primary_key)]
    id: i64,
    price: i64,
    amount: i64,
    #[column(generated(stored, "price * amount", columns(price, amout)))]
    total: i64,
}

fn main() {
    let _ = Item::META;
}
