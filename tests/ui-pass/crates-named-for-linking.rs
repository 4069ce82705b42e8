//! `link!` takes modules and crates, and stays silent under strict lints.

#![deny(warnings, unused, unreachable_pub)]

mod models {
    pub(crate) mod billing {}
}

trueup::link!(models, crate::models::billing, trueup);
trueup::dropped_table!("old_accounts");

fn main() {
    let registry = trueup::Registry::linked().expect("no tables");
    assert_eq!(registry.dropped()[0].name, "old_accounts");
}
