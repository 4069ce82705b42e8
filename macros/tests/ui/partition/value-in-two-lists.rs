use trueup::Table;

#[derive(Table)]
#[table(primary_key(id, year), partition_by(list(year)))]
#[table(partition(name = "a", values(1, 2)), partition(name = "b", values(2, 3)))]
struct Sale {
    id: i64,
    year: i32,
}

fn main() {
    let _ = Sale::META;
    let _ = Sale::COLUMNS.id.name();
}
