use trueup::Table;

struct Address {
    city: String,
}

#[derive(Table)]
struct Account {
    #[column(primary_key)]
    id: i64,
    #[column(flatten)]
    home: Address,
}

fn main() {
    let _ = Address { city: String::new() }.city;
    let _ = Account::META;
    let _ = Account::COLUMNS.id.name();
}
