//! Views with every word of theirs, under strict lints.

#![deny(warnings, unused, unreachable_pub, missing_docs)]
#![forbid(unsafe_code)]

use trueup::{Table, View};

#[derive(Table)]
#[allow(dead_code)]
struct Deposit {
    #[column(primary_key)]
    id: i64,
    size: i64,
}

#[derive(View)]
#[view(
    name = "open_accounts",
    schema = "billing",
    query = "SELECT id, size FROM deposits WHERE size > 0",
    uses(Deposit),
    check_option = "cascaded",
    security_invoker,
    security_barrier,
    comment = "with something in it",
    renamed_from("filled_accounts", "accounts_with_size"),
    engines(postgres)
)]
#[allow(dead_code)]
struct OpenAccount {
    id: i64,
    size: i64,
}

#[derive(View)]
#[view(query(postgres = "SELECT count(*) AS n FROM deposits"), materialized)]
#[allow(dead_code)]
struct Total {
    n: i64,
}

#[test]
fn views_are_linked() {
    let registry = trueup::Registry::linked().expect("different views");
    let objects = registry.objects().iter();
    assert_eq!(
        objects
            .filter(|object| object.place.file == file!())
            .count(),
        2
    );
    assert_eq!(trueup::views![OpenAccount, Total].len(), 2);
}
