//! Tables that are meant for some databases use what only those have.

use trueup::Table;

#[derive(Table)]
#[table(engines(postgres), schema = "billing")]
struct Invoice {
    #[column(primary_key)]
    id: i64,
    #[column(auto_increment)]
    number: i64,
    #[column(unique)]
    code: String,
}

#[derive(Table)]
#[table(engines(mysql))]
struct Upload {
    #[column(primary_key)]
    id: u64,
    #[column(auto_increment, unique)]
    number: u64,
    #[column(max_length = 32, index)]
    hash: Vec<u8>,
}

fn main() {
    assert_eq!(Invoice::META.engines().len(), 1);
    assert_eq!(Upload::COLUMNS.hash.name(), "hash");
}
