use trueup::Table;

#[derive(Table)]
struct Org {
    #[column(primary_key)]
    id: i64,
    name: String,
}

#[derive(Table)]
struct Account {
    #[column(primary_key)]
    id: i64,
    #[column(references = Org::name)]
    org_id: String,
}

fn main() {
    let _ = Account::META;
    let _ = Account::COLUMNS.id.name();
}
