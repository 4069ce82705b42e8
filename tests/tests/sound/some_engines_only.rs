//! Tables that are meant for some databases use what only those have.

use trueup::{Columns, Table};

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

#[derive(Columns)]
struct Numbered {
    #[column(primary_key, auto_increment)]
    id: i64,
    #[column(index)]
    tags: Vec<String>,
}

#[derive(Table)]
#[table(engines(postgres))]
struct Post {
    #[column(flatten)]
    numbered: Numbered,
}

#[derive(Columns)]
struct Counted {
    #[column(primary_key, auto_increment)]
    id: i64,
    #[column(unique, max_length = 80)]
    code: String,
}

#[derive(Table)]
#[table(engines(mysql, sqlite))]
struct Coupon {
    #[column(flatten)]
    counted: Counted,
}

#[test]
fn definitions_are_for_some_engines_only() {
    assert_eq!(Invoice::META.engines().len(), 1);
    assert_eq!(Post::COLUMNS.numbered.tags.name(), "tags");
    assert_eq!(Coupon::COLUMNS.counted.code.name(), "code");
    assert_eq!(Upload::COLUMNS.hash.name(), "hash");
}
