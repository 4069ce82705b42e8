use trueup::Table;

#[derive(Table)]
#[table(unique(email, where = "id > 0", deferrable))]
struct Account {
    #[column(primary_key)]
    id: i64,
    email: String,
    org_id: i64,
}

fn main() {
    assert_eq!(Account::META.name, Account::NAME);
}
