//! Triggers with every word of theirs, under strict lints.

#![deny(warnings, unused, unreachable_pub, missing_docs)]
#![forbid(unsafe_code)]

use trueup::Table;

#[derive(Table)]
#[table(
    trigger(
        name = "accounts_logged",
        after(insert),
        "INSERT INTO log (account) VALUES (NEW.id)"
    ),
    trigger(
        name = "accounts_watched",
        before(insert, update, delete),
        postgres = "EXECUTE FUNCTION watch()"
    )
)]
#[allow(dead_code)]
struct Ledger {
    #[column(primary_key)]
    id: i64,
}

#[test]
fn triggers_are_told() {
    assert_eq!(Ledger::META.triggers().len(), 2);
}
