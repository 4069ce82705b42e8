//! What is said of domains, which is part of them and yet comes piece by piece.
//!
//! In: the desired side and the sides it is compared with. Out: the same with the names that the
//! database has, and with what others added. Knows no table.

use super::Paired;
use super::compare;
use crate::model::{Check, Domain, ObjectId, Schema, TableName};

/// A check that nobody named takes the name of the check with the same text.
pub(super) fn name_checks(desired: &mut Schema, live: &Schema) {
    for domain in &mut desired.domains {
        let found = of_name(live, &domain.name).map(|found| found.checks.as_slice());
        compare::name_checks(&mut domain.checks, found.unwrap_or_default());
        domain.checks.sort_by(|a, b| a.name.cmp(&b.name));
    }
}

/// What somebody else demands of a domain of ours, or gives to it, stays. Returns the demands, which are
/// to be listed; the rest is a setting that the code leaves open.
pub(super) fn keep_foreign(desired: &mut Schema, paired: &Paired) -> Vec<ObjectId> {
    let mut foreign = Vec::new();
    if !paired.intents.adopts_unstated {
        return foreign;
    }
    for domain in &mut desired.domains {
        let Some(found) = of_name(&paired.live, &domain.name) else {
            continue;
        };
        let base = paired.base.as_ref();
        let base = base.and_then(|base| of_name(base, &domain.name));
        if domain.default.is_none() && base.is_none_or(|base| base.default.is_none()) {
            domain.default.clone_from(&found.default);
        }
        if domain.nullable && base.is_none_or(|base| base.nullable) {
            domain.nullable = found.nullable;
        }
        for check in &found.checks {
            let is_it = |other: &Check| other.name.text() == check.name.text();
            let is_ours = base.is_some_and(|base| base.checks.iter().any(is_it));
            if !is_ours && !domain.checks.iter().any(is_it) {
                let name = check.name.text().to_owned();
                if let Some(comment) = found.check_comments.get(&name) {
                    domain.check_comments.insert(name.clone(), comment.clone());
                }
                foreign.push(ObjectId::Check(domain.name.clone(), name));
                domain.checks.push(check.clone());
            }
        }
        domain.checks.sort_by(|a, b| a.name.cmp(&b.name));
    }
    foreign
}

/// What of a domain is ours: what the code says or said of it.
pub fn keep_own(domain: &mut Domain, paired: &Paired, foreign: &[ObjectId]) {
    let name = domain.name.clone();
    domain.checks.retain(|check| {
        let id = ObjectId::Check(name.clone(), check.name.text().to_owned());
        !foreign.contains(&id)
    });
    domain.forget_lost_comments();
    let sides = paired.base.iter().chain([&paired.desired]);
    let said: Vec<&Domain> = sides.filter_map(|side| of_name(side, &name)).collect();
    if !said.iter().any(|own| own.default.is_some()) {
        domain.default = None;
    }
    domain.nullable |= said.iter().all(|own| own.nullable);
}

fn of_name<'a>(schema: &'a Schema, name: &TableName) -> Option<&'a Domain> {
    let mut domains = schema.domains.iter();
    domains.find(|domain| domain.name == *name)
}
