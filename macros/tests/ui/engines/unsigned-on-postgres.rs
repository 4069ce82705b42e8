use trueup::Table;

#[derive(Table)]
#[table(engines(postgres))]
struct File {
    #[column(primary_key)]
    id: i64,
    size: u64,
}

fn main() {
    let _ = File::META;
    let _ = File::COLUMNS.id.name();
}
