use trueup::Table;

#[derive(Table)]
struct Item {
    #[column(primary_key)]
    id: i64,
    #[column(sql_type = citext)]
    price: String,
}

fn main() {
    let _ = Item::META;
    let _ = Item::COLUMNS.id.name();
}
