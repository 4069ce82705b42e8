use trueup::Table;

#[derive(Table)]
struct Account {
    #[column(primary_key)]
    id: i64,
    #[column(unique(deferable))]
    email: String,
}

fn main() {
    assert_eq!(Account::META.name, Account::NAME);
}
