use trueup::Table;

#[derive(Table)]
#[table(without_rowid)]
struct Item {
    #[column(unique)]
    id: i64,
}

fn main() {
    let _ = Item::META;
    let _ = Item::COLUMNS.id.name();
}
