use trueup::Table;

struct Tag;

#[derive(Table)]
struct Item {
    #[column(primary_key)]
    id: i64,
    tags: Vec<Tag>,
}

fn main() {
    let _ = Item::META;
    let _ = Item::COLUMNS.tags.name();
}
