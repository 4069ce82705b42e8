use trueup::Table;

#[derive(Table)]
#[table(exclude(using = gist, org_id))]
struct Account {
    #[column(primary_key)]
    id: i64,
    org_id: i64,
    user_id: i64,
}

fn main() {
    assert_eq!(Account::META.name, Account::NAME);
}
