//! Structs that are a part of a table: names of sqlx, raw identifiers, modules, and shadowed names of the standard library.

#![deny(warnings, missing_docs, clippy::pedantic)]
#![forbid(unsafe_code)]

use trueup::{Partial, Table};

/// The table.
#[derive(Table, sqlx::FromRow)]
#[sqlx(rename_all = "camelCase")]
pub struct Profile {
    #[column(primary_key)]
    id: i64,
    display_name: Option<String>,
    #[sqlx(rename = "kind")]
    r#type: String,
    #[sqlx(try_from = "i64")]
    level: Level,
    parent: Option<i64>,
}

/// A level.
#[derive(Debug, Clone, Copy)]
pub struct Level(i64);

impl From<i64> for Level {
    fn from(value: i64) -> Self {
        Self(value)
    }
}

/// What a list shows.
#[derive(Partial, sqlx::FromRow)]
#[partial(of = Profile)]
#[sqlx(rename_all = "camelCase")]
pub struct AccountName {
    id: i64,
    display_name: Option<String>,
    #[sqlx(rename = "kind")]
    r#type: String,
    #[sqlx(try_from = "i64")]
    level: Level,
    #[column(skip)]
    rank: i64,
    #[sqlx(skip)]
    is_open: bool,
}

/// What a form writes, said in words of trueup.
#[derive(Partial)]
#[partial(of = self::Profile, rename_all = "camelCase")]
pub struct NewAccount {
    pub(crate) display_name: ::core::option::Option<std::string::String>,
    #[column(name = "kind")]
    pub(crate) r#type: String,
}

/// A table and its part elsewhere, among names that generated code could meet.
#[allow(non_camel_case_types, dead_code)]
mod inner {
    struct str;
    struct Some;
    struct Option;
    trait Partial {}

    /// A part of a table of another module.
    #[derive(trueup::Partial)]
    #[partial(of = super::Profile)]
    struct Parent {
        parent: std::option::Option<i64>,
    }

    pub(super) const NAMES: &[&::core::primitive::str] = <Parent as trueup::Partial>::COLUMNS;
}

macro_rules! parts {
    ($table:ident, $($name:ident { $($field:ident: $ty:ty),* })*) => {$(
        #[derive(trueup::Partial)]
        #[partial(of = $table)]
        struct $name {
            $($field: $ty),*
        }
    )*};
}

parts!(Profile, OnlyId { id: i64 } WithParent { id: i64, parent: Option<i64> });

/// The columns of any part, for a query.
fn select<P: Partial<Table: Table>>() -> String {
    format!(
        "SELECT {} FROM {}",
        P::COLUMNS.join(", "),
        <P::Table as Table>::NAME
    )
}

#[test]
fn structs_are_a_part_of_a_table() {
    assert_eq!(AccountName::COLUMNS, ["id", "displayName", "kind", "level"]);
    assert_eq!(NewAccount::COLUMNS, ["displayName", "kind"]);
    assert_eq!(inner::NAMES, ["parent"]);
    assert_eq!(select::<OnlyId>(), "SELECT id FROM profiles");
    assert_eq!(select::<WithParent>(), "SELECT id, parent FROM profiles");
    let _ = |one: OnlyId, two: WithParent| (one.id, two.id, two.parent);
}
