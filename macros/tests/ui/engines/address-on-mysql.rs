use trueup::Table;

#[derive(Table)]
#[table(engines(postgres, mysql))]
struct Item {
    #[column(primary_key)]
    id: i64,
    address: std::net::IpAddr,
}

fn main() {
    let _ = Item::META;
    let _ = Item::COLUMNS.address.name();
}
