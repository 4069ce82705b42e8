use trueup::Table;

#[derive(Table)]
#[table(trigger())]
struct Account {
    #[column(primary_key)]
    id: i64,
}

fn main() {
    let _ = (Account::META, Account { id: 1 }.id);
}
