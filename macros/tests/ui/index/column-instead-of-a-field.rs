use trueup::Table;

#[derive(Table)]
#[table(index(mail))]
struct Account {
    #[column(primary_key)]
    id: i64,
    #[column(name = "mail")]
    email: String,
}

fn main() {
    let _ = Account::META;
    let _ = Account::COLUMNS.id.name();
}
