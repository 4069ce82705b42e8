use trueup::Table;

#[derive(Table)]
#[table(engines(postgres))]
struct Item {
    #[column(primary_key)]
    id: i64,
    names: sqlx::postgres::types::PgRange<String>,
}

fn main() {
    let _ = Item::META;
    let _ = Item::COLUMNS.names.name();
}
