//! The structs of the second release: `diff v1.rs v2.rs` is all that a developer did.

use trueup::Table;

/// Somebody who buys.
#[derive(Table, sqlx::FromRow)]
#[table(index(display_name))]
pub(crate) struct Customer {
    #[column(primary_key, auto_increment)]
    pub(crate) id: i64,
    #[column(unique, max_length = 255)]
    pub(crate) email: String,
    #[column(renamed_from = "nick")]
    pub(crate) display_name: Option<String>,
    #[column(default = false)]
    pub(crate) newsletter: bool,
}

/// What somebody bought.
#[derive(Table, sqlx::FromRow)]
#[expect(dead_code, reason = "nobody has bought anything yet")]
pub(crate) struct Order {
    #[column(primary_key, auto_increment)]
    id: i64,
    #[column(references = Customer::id, on_delete = cascade, index)]
    customer_id: i64,
    #[column(default = 0, check("total_cents >= 0"))]
    total_cents: i64,
}
