use trueup::Table;

#[derive(Table)]
#[table(primary_key(id, year), partition_by(range(year)), partition_by(hash(id), partitions = 2))]
struct Sale {
    id: i64,
    year: i32,
}

fn main() {
    let _ = Sale::META;
    let _ = Sale::COLUMNS.id.name();
}
