use trueup::Table;

#[derive(Table)]
struct Account {
    #[column(primary_key)]
    id: i64,
    #[column(default = flase)]
    is_open: bool,
}

fn main() {
    assert_eq!(Account::META.name, Account::NAME);
}
