use trueup::Table;

mod models {
    pub struct String(pub i32);

    impl trueup::ColumnType for String {
        type Value = Self;
        const VALUE: trueup::ValueType = <i32 as trueup::ColumnType>::VALUE;
    }
}

use models::String;

#[derive(Table)]
struct Account {
    #[column(primary_key)]
    id: i64,
    #[column(max_length = 3)]
    name: String,
}

fn main() {}
