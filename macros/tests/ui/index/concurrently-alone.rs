use trueup::Table;

#[derive(Table)]
#[table(index(email, concurrently))]
struct Account {
    #[column(primary_key)]
    id: i64,
    email: String,
}

fn main() {
    assert_eq!(Account::META.name, Account::NAME);
}
