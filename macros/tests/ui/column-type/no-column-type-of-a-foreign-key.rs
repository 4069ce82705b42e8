use trueup::Table;

struct OrgId(i64);

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
    #[column(references = Org::id)]
    org_id: OrgId,
}

fn main() {
    let _ = Account::META;
    let _ = Account::COLUMNS.id.name();
}
