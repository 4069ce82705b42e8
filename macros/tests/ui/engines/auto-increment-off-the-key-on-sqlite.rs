use trueup::Table;

#[derive(Table)]
#[table(engines(sqlite))]
struct Ticket {
    #[column(primary_key)]
    id: i64,
    #[column(auto_increment, unique)]
    number: i64,
}

fn main() {
    let _ = Ticket::META;
    let _ = Ticket::COLUMNS.id.name();
}
