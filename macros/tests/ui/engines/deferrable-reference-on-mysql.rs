use trueup::Table;

#[derive(Table)]
#[table(engines(mysql), foreign_key(org_id, references = Account(id), deferrable))]
struct Account {
    #[column(primary_key)]
    id: i64,
    #[column(max_length = 80)]
    email: String,
    org_id: i64,
}

fn main() {
    assert_eq!(Account::META.name, Account::NAME);
}
