use trueup::Table;

#[derive(Table)]
struct Org {
    #[column(primary_key)]
    id: i64,
    #[column(uniqe)]
    name: String,
}

#[derive(Table)]
struct Account {
    #[column(primary_key)]
    id: i64,
    #[column(references = Org::id)]
    org_id: i64,
}

fn main() {
    let _ = Account::META;
    let _ = Account::COLUMNS.id.name();
}
