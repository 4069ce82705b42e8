use trueup::{Columns, Table};

#[derive(Columns)]
struct Address {
    city: String,
}

#[derive(Table)]
struct Account {
    #[column(primary_key)]
    id: i64,
    #[column(flatten, prefix = "the_place_where_the_owner_of_this_account_said_to_live_in_it_")]
    home: Address,
}

fn main() {
    let _ = Account::META;
    let _ = Account::COLUMNS.id.name();
}
