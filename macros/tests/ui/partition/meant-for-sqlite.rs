use trueup::Table;

#[derive(Table)]
#[table(engines(postgres, sqlite), partition_by(hash(id), partitions = 4))]
struct Sale {
    #[column(primary_key)]
    id: i64,
}

fn main() {
    let _ = Sale::META;
    let _ = Sale::COLUMNS.id.name();
}
