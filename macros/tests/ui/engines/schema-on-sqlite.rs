use trueup::Table;

#[derive(Table)]
#[table(engines(postgres, sqlite), schema = "billing")]
struct Invoice {
    #[column(primary_key)]
    id: i64,
}

fn main() {
    let _ = Invoice::META;
    let _ = Invoice::COLUMNS.id.name();
}
