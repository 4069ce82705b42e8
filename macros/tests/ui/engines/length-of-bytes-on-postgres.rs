use trueup::Table;

#[derive(Table)]
#[table(engines(mysql, postgres))]
struct File {
    #[column(primary_key)]
    id: i64,
    #[column(max_length = 32)]
    hash: Vec<u8>,
}

fn main() {
    let _ = File::META;
    let _ = File::COLUMNS.id.name();
}
