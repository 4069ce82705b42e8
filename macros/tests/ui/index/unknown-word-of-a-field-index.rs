use trueup::Table;

#[derive(Table)]
struct Account {
    #[column(primary_key)]
    id: i64,
    #[column(index(methd = hash))]
    email: String,
    org_id: i64,
}

fn main() {
    assert_eq!(Account::META.name, Account::NAME);
}
