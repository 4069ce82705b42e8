use trueup::Table;

#[derive(Table)]
#[table(engines(mysql), unique(email, where = "org_id > 0"))]
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
