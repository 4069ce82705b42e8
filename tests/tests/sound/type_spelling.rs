//! The type decides, however it is spelled.

use trueup::meta::ValueType;
use trueup::{ColumnType, Table};

type Id = i64;
type Maybe<T> = std::option::Option<T>;

#[derive(sqlx::Type, Clone, Copy)]
#[sqlx(transparent)]
struct OrgId(i64);

impl ColumnType for OrgId {
    type Value = Self;
    const VALUE: ValueType = <i64 as ColumnType>::VALUE;
}

// A type of the user's own that is called like one of the standard library.
mod own {
    pub struct String(pub i32);

    impl trueup::ColumnType for String {
        type Value = Self;
        const VALUE: trueup::ValueType = <i32 as trueup::ColumnType>::VALUE;
    }
}

mod shadow {
    #![allow(dead_code, non_camel_case_types)]

    pub struct Option;
    pub struct Some;
    pub struct str;
    pub struct Column;
    pub enum Result {}

    #[derive(trueup::Table)]
    #[table(schema = "s", index(id))]
    pub struct Table {
        #[column(max_length = 3)]
        id: String,
    }
}

#[derive(Table)]
struct Org {
    #[column(primary_key)]
    id: OrgId,
}

#[derive(Table)]
struct Member {
    #[column(primary_key)]
    id: Id,
    #[column(references = Org::id, on_delete = set_null)]
    org: Maybe<OrgId>,
    #[column(references = Member::id)]
    friend: Option<Id>,
    name: own::String,
    nick: core::option::Option<std::string::String>,
    picture: Vec<u8>,
    settings: serde_json::Value,
    tags: sqlx::types::Json<Vec<Self>>,
    born: time::Date,
    paid: rust_decimal::Decimal,
}

#[test]
fn types_are_known_however_they_are_spelt() {
    let columns = Member::META.columns;
    let column = |name: &str| {
        let column = columns
            .iter()
            .find(|column| column.name == name)
            .expect("a column");
        (column.value, column.nullable)
    };
    assert_eq!(column("id"), (ValueType::I64, false));
    assert_eq!(column("org"), (ValueType::I64, true));
    assert_eq!(column("friend"), (ValueType::I64, true));
    assert_eq!(column("name"), (ValueType::I32, false));
    assert_eq!(column("nick"), (ValueType::Text, true));
    assert_eq!(column("picture"), (ValueType::Bytes, false));
    assert_eq!(column("settings"), (ValueType::Json, false));
    assert_eq!(column("tags"), (ValueType::Json, false));
    assert_eq!(column("born"), (ValueType::Date, false));
    assert_eq!(column("paid"), (ValueType::Decimal, false));
    assert_eq!(<shadow::Table as Table>::META.name, "tables");
}
