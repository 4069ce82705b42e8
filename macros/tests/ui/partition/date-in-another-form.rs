use trueup::Table;

#[derive(Table)]
#[table(primary_key(id, day), partition_by(range(day)), partition(name = "a", from = "1.1.2026", to = "2027-01-01"))]
struct Sale {
    id: i64,
    day: chrono::NaiveDate,
}

fn main() {
    let _ = Sale::META;
    let _ = Sale::COLUMNS.id.name();
}
