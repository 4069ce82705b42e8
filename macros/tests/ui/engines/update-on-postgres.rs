use trueup::Table;

#[derive(Table)]
#[table(engines(postgres))]
struct Item {
    #[column(primary_key)]
    id: i64,
    #[column(default = now, update = now)]
    at: chrono::NaiveDateTime,
}

fn main() {
    let _ = Item::META;
    let _ = Item::COLUMNS.at.name();
}
