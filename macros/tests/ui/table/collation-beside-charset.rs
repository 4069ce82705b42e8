use trueup::Table;

#[derive(Table)]
#[table(collation = "latin1_bin", charset = "latin1")]
struct Item {
    #[column(primary_key)]
    id: i64,
}

fn main() {
    let _ = Item::META;
    let _ = Item::COLUMNS.id.name();
}
