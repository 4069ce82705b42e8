use trueup::Table;

#[derive(Table)]
struct Item {
    #[column(primary_key)]
    id: i64,
    #[column(update = now, generated(stored, "now()"))]
    price: chrono::NaiveDateTime,
}

fn main() {
    let _ = Item::META;
    let _ = Item::COLUMNS.id.name();
}
