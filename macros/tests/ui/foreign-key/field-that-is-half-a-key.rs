use trueup::Table;

#[derive(Table)]
#[table(primary_key(org, code))]
struct Team {
    org: i64,
    code: String,
}

#[derive(Table)]
struct Account {
    #[column(primary_key)]
    id: i64,
    #[column(references = Team::code)]
    team: String,
}

fn main() {
    let _ = Account::META;
    let _ = Account::COLUMNS.id.name();
}
