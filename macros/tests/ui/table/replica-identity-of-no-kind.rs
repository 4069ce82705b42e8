use trueup::Table;

#[derive(Table)]
#[table(replica_identity = ful)]
struct Item {
    #[column(primary_key)]
    id: i64,
}

fn main() {
    let _ = Item::META;
    let _ = Item::COLUMNS.id.name();
}
