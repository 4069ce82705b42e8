use trueup::Table;

#[derive(Table)]
#[table(engines(mysql, sqlite))]
struct Price {
    #[column(primary_key)]
    id: i64,
    amount: rust_decimal::Decimal,
}

fn main() {
    let _ = Price::META;
    let _ = Price::COLUMNS.id.name();
}
