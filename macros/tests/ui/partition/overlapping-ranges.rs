use trueup::Table;

#[derive(Table)]
#[table(primary_key(id, year), partition_by(range(year)))]
#[table(partition(name = "a", from(1), to(5)), partition(name = "b", from(4), to(9)))]
struct Sale {
    id: i64,
    year: i32,
}

fn main() {
    let _ = Sale::META;
    let _ = Sale::COLUMNS.id.name();
}
