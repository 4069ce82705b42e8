use trueup::Table;

#[derive(Table)]
#[table(engines(postgres, sqlite))]
struct Account {
    #[column(primary_key, auto_increment(cycle))]
    id: i64,
}

fn main() {
    assert_eq!(Account::META.name, Account::NAME);
}
