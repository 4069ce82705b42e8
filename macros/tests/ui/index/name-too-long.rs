use trueup::Table;

#[derive(Table)]
#[table(index(name = "an_index_over_the_address_to_which_we_send_the_weekly_newsletter", email))]
struct Account {
    #[column(primary_key)]
    id: i64,
    email: String,
    org_id: i64,
}

fn main() {
    assert_eq!(Account::META.name, Account::NAME);
}
