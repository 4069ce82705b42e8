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
#[table(foreign_key(org_id, usr_id, references = Member(org, user)))]
struct Account {
    #[column(primary_key)]
    id: i64,
    org_id: i64,
    user_id: i64,
}

fn main() {
    assert_eq!(Account::META.name, Account::NAME);
}
