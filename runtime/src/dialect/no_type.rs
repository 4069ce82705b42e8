//! What is said where a vendor has no type for a field.
//!
//! In: what the field holds, and the vendor. Out: the reason and the ways out.

use crate::meta::ValueType;
use crate::model::Vendor;

/// The reason.
pub(super) fn no_type(value: ValueType, vendor: Vendor) -> String {
    let engine = match vendor {
        Vendor::Postgres => "postgres",
        Vendor::MySql | Vendor::MariaDb => "mysql",
        Vendor::Sqlite => "sqlite",
    };
    let named = format!("name a type that it has: `sql_type({engine} = \"...\")`");
    match value {
        ValueType::Array(ValueType::Array(_)) => format!(
            "a list of lists has no type on {vendor}\nhelp: write `#[sqlx(json)]` for a JSON document, or {named}"
        ),
        ValueType::Array(_) => format!(
            "{vendor} has no arrays\nhelp: write `#[sqlx(json)]` for a JSON document on every database, or {named}"
        ),
        ValueType::Named(name) => format!(
            "{vendor} has no type `{name}`\nhelp: {named}, or take the table out of it: `#[table(engines(postgres))]`"
        ),
        _ => format!("the type on {vendor} is not known\nhelp: {named}"),
    }
}
