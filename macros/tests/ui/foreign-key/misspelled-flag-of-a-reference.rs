use trueup::Table;

#[derive(Table)]
struct Org {
    #[column(primary_key)]
    id: i64,
}

#[derive(Table)]
struct Account {
    #[column(primary_key)]
    id: i64,
    #[column(references(Org::id, initialy))]
    org_id: i64,
}

fn main() {
    assert_eq!(Account::META.name, Account::NAME);
}
