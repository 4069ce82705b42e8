//! Types that one database alone has, and types that are named.

use std::net::IpAddr;

use trueup::{Table, ValueType};

struct Vector;

type Maybe<T> = Option<T>;

#[derive(Table)]
#[table(engines(postgres))]
struct Document {
    #[column(primary_key)]
    id: i64,
    #[column(default = "{}")]
    tags: Vec<String>,
    blobs: Vec<Vec<u8>>,
    address: Option<IpAddr>,
    #[column(sql_type(postgres = "vector(3)"))]
    embedding: Maybe<Vector>,
    #[column(sql_type = "citext")]
    title: String,
    #[column(sql_type = "bit(8)", default = "00000000")]
    mask: Vector,
}

#[derive(Table)]
struct Everywhere {
    #[column(primary_key)]
    id: i64,
    #[column(sql_type(postgres = "inet", mysql = "varchar(45)", sqlite = "TEXT"))]
    address: Vector,
    #[column(sql_type(mysql = "mediumtext"))]
    body: String,
}

#[test]
fn types_of_one_database_are_told() {
    let stored: Vec<_> = Document::META
        .columns
        .iter()
        .map(|own| (own.value, own.nullable))
        .collect();
    assert_eq!(stored[1], (ValueType::Array(&ValueType::Text), false));
    assert_eq!(stored[2], (ValueType::Array(&ValueType::Bytes), false));
    assert_eq!(stored[3], (ValueType::Named("inet"), true));
    assert_eq!(stored[4], (ValueType::Other, true));
    assert_eq!(stored[5], (ValueType::Text, false));
    assert_eq!(Everywhere::META.columns[1].value, ValueType::Other);
}
