use trueup::Table;

#[derive(Table)]
#[table(engines(postgres, sqlite))]
struct Item {
    #[column(primary_key)]
    id: i64,
    tags: Vec<String>,
}

fn main() {
    let _ = Item::META;
    let _ = Item::COLUMNS.tags.name();
}
