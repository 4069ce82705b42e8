use trueup::Table;

#[derive(Table)]
struct Item {
    #[column(primary_key)]
    id: i64,
    #[column(default = sql(oracle = "1"))]
    price: i64,
}

fn main() {
    println!("{}", <Item as Table>::NAME);
}
