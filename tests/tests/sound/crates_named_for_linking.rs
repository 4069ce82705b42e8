//! `link!` takes modules and crates, and stays silent under strict lints.

#![deny(warnings, unused, unreachable_pub)]

mod models {
    pub(crate) mod billing {}
}

trueup::link!(
    models,
    crate::crates_named_for_linking::models::billing,
    trueup
);
trueup::dropped_table!("old_accounts");

#[test]
fn modules_and_crates_are_named_for_linking() {
    let registry = trueup::Registry::linked().expect("no tables");
    assert!(
        registry
            .dropped()
            .iter()
            .any(|table| table.name == "old_accounts")
    );
}
