//! A part of the program that only its tables make known: no other crate calls into it.

// A struct need not be public to be a table.
mod invoice {
    use multi_crate_models::Org;
    use trueup::Table;

    #[derive(Table)]
    #[expect(
        dead_code,
        reason = "this example makes the table, and writes no invoice"
    )]
    struct Invoice {
        #[column(primary_key, auto_increment)]
        id: i64,
        #[column(references = Org::id)]
        org_id: i64,
        #[column(check("total_cents >= 0"))]
        total_cents: i64,
    }
}
