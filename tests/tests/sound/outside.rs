//! Objects beside the tables and every word of theirs, under strict lints.

#![deny(warnings, unused, unreachable_pub, missing_docs)]
#![forbid(unsafe_op_in_unsafe_fn)]

use trueup::Table;

trueup::extension!("pgcrypto");
trueup::extension!(
    "acme",
    schema = "tools",
    version = "1.0",
    provides("money2")
);
trueup::schema!("billing", engines(postgres));
trueup::sequence!(
    "numbers",
    start = -1,
    increment = -10,
    min = -1_000,
    max = -1,
    cache = 5,
    cycle = false,
    type = i32,
    schema = "billing",
    renamed_from("old", "older"),
    comment = "of invoices",
    engines(postgres),
);
trueup::domain!(
    "email",
    "varchar(320)",
    check("VALUE ~ '@'"),
    check(name = "email_lower", postgres = "VALUE = lower(VALUE)"),
    not_null,
    default = "nobody@example.org",
    collation = "C",
    schema = "billing",
    renamed_from("mail"),
    comment = "where to write to",
    engines(postgres),
);
trueup::domain!("positive", "integer", check("VALUE > 0"), default = 1);
trueup::dropped!(view "totals");

#[derive(Table)]
#[allow(dead_code)]
struct Wallet {
    #[column(primary_key, identity = always, auto_increment(start = 1000, increment = 10, sequence = "account_numbers"))]
    id: i64,
    #[column(unique, identity = by_default)]
    other: i32,
}

#[test]
fn objects_beside_the_tables_are_linked() {
    let registry = trueup::Registry::linked().expect("different objects");
    let objects = registry.objects().iter();
    assert_eq!(
        objects
            .filter(|object| object.place.file == file!())
            .count(),
        6
    );
    assert!(registry.tables().contains(&Wallet::META));
}
