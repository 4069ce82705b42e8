use trueup::Table;

#[derive(Table)]
#[table(without_rowid)]
struct Item {
    #[column(primary_key, auto_increment)]
    id: i64,
}

fn main() {
    let _ = Item::META;
    let _ = Item::COLUMNS.id.name();
}
