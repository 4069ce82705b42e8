use trueup::Table;

#[derive(Table)]
#[table(primary_key(id, year), partition_by(range(year)), partition(name = "a", from(2026)))]
struct Sale {
    id: i64,
    year: i32,
}

fn main() {
    let _ = Sale::META;
    let _ = Sale::COLUMNS.id.name();
}
