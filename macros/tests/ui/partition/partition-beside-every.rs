use trueup::Table;

#[derive(Table)]
#[table(primary_key(id, day), partition_by(range(day), every = "1 day"))]
#[table(partition(name = "a", from = "2026-01-01", to = "2027-01-01"))]
struct Sale {
    id: i64,
    day: chrono::NaiveDate,
}

fn main() {
    let _ = Sale::META;
    let _ = Sale::COLUMNS.id.name();
}
