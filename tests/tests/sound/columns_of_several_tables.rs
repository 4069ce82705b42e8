//! Structs of columns, with prefixes, keys, and a table that refers to itself through one.

#![deny(warnings, missing_docs, clippy::pedantic)]
#![forbid(unsafe_code)]

use trueup::{Columns, Table};

/// Who wrote a row.
#[derive(Columns, sqlx::FromRow)]
#[table(rename_all = "snake_case")]
pub struct Audit {
    #[column(references = User::id, on_delete = set_null)]
    pub(crate) created_by: Option<i64>,
    #[column(default = 0)]
    pub(crate) version: i32,
}

/// Where somebody lives.
#[derive(Columns)]
#[table(index(zip, city))]
pub struct Address {
    #[column(max_length = 10)]
    zip: String,
    #[column(max_length = 80, renamed_from = "town")]
    city: String,
}

/// Somebody, written by somebody.
#[derive(Table, sqlx::FromRow)]
pub struct User {
    #[column(primary_key)]
    id: i64,
    #[column(flatten)]
    #[sqlx(flatten)]
    audit: Audit,
    name: String,
}

/// Two addresses.
#[derive(Table)]
pub struct Customer {
    #[column(primary_key)]
    id: i64,
    #[column(flatten)]
    home: Address,
    #[column(flatten, prefix = "billing_")]
    billing: Address,
    #[column(flatten)]
    audit: Audit,
}

/// Columns of a part alone.
#[derive(Table)]
pub struct Bare {
    #[column(flatten)]
    audit: Audit,
}

#[test]
fn structs_of_columns_are_flattened() {
    assert_eq!(User::COLUMNS.audit.created_by.name(), "created_by");
    assert_eq!(Customer::COLUMNS.home.city.name(), "city");
    assert_eq!(Customer::COLUMNS.billing.city.name(), "billing_city");
    assert_eq!(Bare::COLUMNS.audit.version.name(), "version");
    let registry = trueup::Registry::of(trueup::tables![Customer, User]).expect("two tables");
    let names: Vec<Vec<&str>> = registry
        .tables()
        .iter()
        .map(|table| table.columns.iter().map(|column| column.name).collect())
        .collect();
    assert_eq!(
        names,
        [
            vec![
                "id",
                "zip",
                "city",
                "billing_zip",
                "billing_city",
                "created_by",
                "version"
            ],
            vec!["id", "created_by", "version", "name"],
        ]
    );
    let customers = registry.tables()[0];
    assert_eq!(customers.indexes().len(), 2);
    assert_eq!(customers.columns[4].renamed_from(), ["billing_town"]);
    assert_eq!(customers.foreign_keys()[0].columns, ["created_by"]);
}
