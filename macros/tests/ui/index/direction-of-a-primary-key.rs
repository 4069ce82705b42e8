use trueup::Table;

#[derive(Table)]
#[table(primary_key(id desc))]
struct Account {
    id: i64,
}

fn main() {
    assert_eq!(Account::META.name, Account::NAME);
}
