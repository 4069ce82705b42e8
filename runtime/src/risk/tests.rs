//! The catalogue as a whole.

use std::collections::BTreeSet;

use super::rules;

#[test]
fn every_rule_has_an_id_of_its_own_a_reason_and_a_way_out() {
    let mut ids = BTreeSet::new();
    for rule in rules() {
        assert!(ids.insert(rule.id), "`{}` is there twice", rule.id);
        assert!(
            rule.id.chars().all(|c| c.is_ascii_lowercase() || c == '-'),
            "{}",
            rule.id
        );
        assert!(
            !rule.reason.is_empty() && !rule.way_out.is_empty(),
            "{}",
            rule.id
        );
    }
}
