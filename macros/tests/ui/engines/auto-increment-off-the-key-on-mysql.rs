use trueup::Table;

#[derive(Table)]
#[table(engines(mysql))]
struct Ticket {
    #[column(primary_key)]
    id: i64,
    #[column(auto_increment)]
    number: i64,
}

fn main() {
    let _ = Ticket::META;
    let _ = Ticket::COLUMNS.id.name();
}
