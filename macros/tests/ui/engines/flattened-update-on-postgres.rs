use trueup::{Columns, Table};

#[derive(Columns)]
struct Shared {
    #[column(update = now)]
    changed_at: chrono::DateTime<chrono::Utc>,
}

#[derive(Table)]
#[table(engines(postgres, mysql))]
struct Account {
    #[column(primary_key)]
    id: i64,
    #[column(flatten)]
    shared: Shared,
}

fn main() {
    assert_eq!(Account::META.name, Account::NAME);
}
