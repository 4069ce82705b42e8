use trueup::Table;

#[derive(Table)]
#[table(primary_key(id), partition_by(hash(id)))]
struct Sale {
    id: i64,
    year: i32,
}

fn main() {
    let _ = Sale::META;
    let _ = Sale::COLUMNS.id.name();
}
