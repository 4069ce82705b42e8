use trueup::Table;

#[derive(Table)]
#[table(engines(postgresql))]
struct Ticket {
    #[column(primary_key)]
    id: i64,
}

fn main() {
    let _ = Ticket::META;
    let _ = Ticket::COLUMNS.id.name();
}
