use trueup::Table;

#[derive(Table)]
struct Member {
    #[column(primary_key)]
    id: i64,
    #[column(unique(deferrable))]
    badge: i64,
}

#[derive(Table)]
struct Account {
    #[column(primary_key)]
    id: i64,
    #[column(references = Member::badge)]
    badge: i64,
}

fn main() {
    assert_eq!(Account::META.name, Account::NAME);
}
