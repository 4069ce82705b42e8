use trueup::Table;

struct Vector;

#[derive(Table)]
struct Item {
    #[column(primary_key)]
    id: i64,
    #[column(sql_type(postgres = "vector(3)"))]
    embedding: Vector,
}

fn main() {
    let _ = Item::META;
    let _ = Item::COLUMNS.embedding.name();
}
