use trueup::Table;

#[derive(Table)]
struct Item {
    #[column(primary_key)]
    id: i64,
    #[column(check("price > 0", sqlite = "price >= 0"))]
    price: i64,
}

fn main() {
    println!("{}", <Item as Table>::NAME);
}
