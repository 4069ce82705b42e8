//! Enums and newtypes of every sound form.

#![deny(warnings, missing_docs, unsafe_code, clippy::all, clippy::pedantic)]
#![forbid(unsafe_op_in_unsafe_fn)]
#![allow(dead_code)]

use trueup::Table;

/// Texts in a type, renamed and retired.
#[derive(Debug, Clone, Copy, sqlx::Type, trueup::Enum)]
#[sqlx(
    type_name = "app.\"Order Status\"",
    rename_all = "SCREAMING_SNAKE_CASE"
)]
#[enumeration(renamed_from("status", "state"), retired("LOST"), comment = "how far")]
pub enum OrderStatus {
    /// New.
    #[enumeration(renamed_from = "NEW")]
    Open,
    /// Gone.
    #[sqlx(rename = "done")]
    HandedOver,
    /// A keyword.
    r#Type,
}

/// Texts with a check.
#[derive(Debug, Clone, Copy, sqlx::Type, trueup::Enum)]
#[sqlx(type_name = "VARCHAR")]
pub enum Colour {
    /// Red.
    Red,
}

/// Numbers with a check.
#[derive(Debug, Clone, Copy, sqlx::Type, trueup::Enum)]
#[repr(i16)]
#[enumeration(storage = integer, retired(-7))]
pub enum Level {
    /// Low.
    Low = -1,
    /// High.
    High,
}

/// Named without sqlx.
#[derive(trueup::Enum)]
#[enumeration(name = "role", schema = "app", storage = native, rename_all = "kebab-case")]
pub enum UserRole {
    /// All.
    #[enumeration(name = "root")]
    Admin,
}

/// A key of its own type.
#[derive(Debug, Clone, Copy, sqlx::Type, trueup::ColumnType)]
#[sqlx(transparent)]
pub struct OrgId(i64);

/// A newtype with a name for what it holds.
#[derive(Debug, Clone, sqlx::Type, trueup::ColumnType)]
#[sqlx(transparent)]
pub struct Email {
    text: String,
}

/// A newtype of any column.
#[derive(trueup::ColumnType)]
pub struct Tagged<T: Clone>(T);

/// A document.
#[derive(trueup::ColumnType)]
#[column_type(json)]
pub enum Shape {
    /// Round.
    Circle {
        /// How far.
        radius: f64,
    },
}

/// A table of them.
#[derive(Table)]
pub struct Purchase {
    #[column(primary_key)]
    id: OrgId,
    #[column(default = Open)]
    status: OrderStatus,
    before: Option<OrderStatus>,
    #[column(default = "Red")]
    colour: Colour,
    #[column(default = -1)]
    level: Level,
    #[column(default = Type)]
    kind: OrderStatus,
    role: UserRole,
    #[column(max_length = 200)]
    email: Option<Email>,
    #[column(max_length = 20)]
    tag: Tagged<String>,
    shape: Shape,
}

#[test]
fn enums_and_newtypes_are_stored_as_they_say() {
    assert_eq!(Purchase::META.columns[7].value, trueup::ValueType::Text);
}
