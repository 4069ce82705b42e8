use trueup::Table;

#[derive(Table)]
#[table(engines(sqlite))]
struct File {
    #[column(primary_key)]
    id: i64,
    size: Option<u64>,
}

fn main() {
    let _ = File::META;
    let _ = File::COLUMNS.id.name();
}
