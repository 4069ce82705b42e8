use trueup::Table;

#[derive(Table)]
#[table(primary_key(id, day), partition_by(range(day), every = "1 fortnight"))]
struct Sale {
    id: i64,
    day: chrono::NaiveDate,
}

fn main() {
    let _ = Sale::META;
    let _ = Sale::COLUMNS.id.name();
}
