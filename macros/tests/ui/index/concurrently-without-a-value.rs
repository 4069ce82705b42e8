use trueup::Table;

#[derive(Table)]
#[table(index(org_id, concurrently = no))]
struct Account {
    #[column(primary_key)]
    id: i64,
    org_id: i64,
}

fn main() {
    let _ = Account::META;
}
