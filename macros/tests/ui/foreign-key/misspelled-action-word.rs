use trueup::Table;

#[derive(Table)]
struct Org {
    #[column(primary_key)]
    id: i64,
}

#[derive(Table)]
#[table(foreign_key(org_id, references = Org(id), on_delet = cascade))]
struct Account {
    #[column(primary_key)]
    id: i64,
    org_id: i64,
}

fn main() {
    assert_eq!(Account::META.name, Account::NAME);
}
