use trueup::Table;

#[derive(Table)]
struct Member {
    #[column(primary_key)]
    org: i64,
    #[column(primary_key)]
    user: i64,
    #[column(unique)]
    badge: i64,
}

#[derive(Table)]
struct Account {
    #[column(primary_key)]
    id: i64,
    #[column(references(Member::badge, defferable))]
    org_id: i64,
    user_id: i64,
}

fn main() {
    assert_eq!(Account::META.name, Account::NAME);
}
