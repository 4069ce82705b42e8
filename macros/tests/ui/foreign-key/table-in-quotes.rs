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
    #[column(references = "orgs.id")]
    org_id: i64,
}

fn main() {
    let _ = Account::META;
    let _ = Account::COLUMNS.id.name();
}
