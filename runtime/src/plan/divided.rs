//! Partitions of one table that get other rows (PostgreSQL).
//!
//! In: changes. Out: the same, where of several such partitions of a table all are off the table before the first is back: the
//! bound of one may be what another still holds. Edges from what goes to what takes its place. Knows no statement.

use std::collections::BTreeMap;

use super::action::{Action, link};
use super::detach::Bundled;
use super::free::around;
use crate::diff::{Change, Edit};
use crate::model::{Object, Partition, TableName};

/// The changes of several partitions of a table in two: off it, and back with other rows.
pub(super) fn in_two(bundled: &mut Bundled) {
    let mut altered: BTreeMap<TableName, Vec<usize>> = BTreeMap::new();
    for (at, change) in bundled.changes.iter().enumerate() {
        if let Some((table, ..)) = regrouped(&change.edit) {
            altered.entry(table.clone()).or_default().push(at);
        }
    }
    for mut bundle in altered.into_values().filter(|all| all.len() > 1) {
        for at in bundle.clone() {
            let Change { edit, cause } = bundled.changes[at].clone();
            let Some((table, from, to)) = regrouped(&edit) else {
                continue;
            };
            let off = from.off_its_table();
            let alter = |from: &Partition, to: &Partition| {
                let [from, to] =
                    [from, to].map(|one| Object::Partition(table.clone(), Box::new(one.clone())));
                Change::new(Edit::Alter { from, to }, cause)
            };
            bundled.changes[at] = alter(from, &off);
            bundle.push(bundled.changes.len());
            bundled.changes.push(alter(&off, to));
        }
        bundled.bundles.push(bundle);
    }
}

/// The table of a partition that gets other rows, and the partition before and after.
fn regrouped(edit: &Edit) -> Option<(&TableName, &Partition, &Partition)> {
    match edit {
        Edit::Alter {
            from: Object::Partition(table, from),
            to: Object::Partition(_, to),
        } if !from.has_bound_of(to) => Some((table, from, to)),
        _ => None,
    }
}

/// Whether the edit only takes a partition off its table.
pub(super) fn takes_off(edit: &Edit) -> bool {
    regrouped(edit).is_some_and(|(_, _, to)| to.is_off_its_table())
}

/// What happens to the partitions of one table.
#[derive(Default)]
struct Partitions {
    gone: Vec<usize>,
    off: Vec<usize>,
    back: Vec<usize>,
    made: Vec<usize>,
}

/// Partitions are off their table before one is back, and what goes is gone before; others come last. A foreign key that is away
/// meanwhile goes before, and comes back after; one that refers to the table from then on comes after as well, as it would hold the
/// rows of what goes or is off.
pub(super) fn in_order(bundled: &Bundled, actions: &mut [Action]) {
    let mut tables: BTreeMap<&TableName, Partitions> = BTreeMap::new();
    for (at, change) in bundled.changes.iter().enumerate() {
        match &change.edit {
            Edit::Drop(Object::Partition(table, _)) => {
                tables.entry(table).or_default().gone.push(at);
            }
            Edit::Create(Object::Partition(table, _)) => {
                tables.entry(table).or_default().made.push(at);
            }
            edit => {
                let Some((table, _, to)) = regrouped(edit) else {
                    continue;
                };
                around(bundled, actions, at);
                let own = tables.entry(table).or_default();
                match to.is_off_its_table() {
                    true => own.off.push(at),
                    false => own.back.push(at),
                }
            }
        }
    }
    for (at, change) in bundled.changes.iter().enumerate() {
        if let Edit::Create(Object::ForeignKey(_, key))
        | Edit::Alter {
            to: Object::ForeignKey(_, key),
            ..
        } = &change.edit
            && let Some(target) = tables.get(&key.target)
        {
            // What goes may itself be what the key referred to.
            actions[at].rather_after.extend(&target.gone);
            let back = target.back.iter();
            back.for_each(|first| link(actions, *first, at, false));
        }
    }
    for Partitions {
        gone,
        off,
        back,
        made,
    } in tables.into_values()
    {
        for then in back {
            actions[then].rather_after.extend(&gone);
            off.iter()
                .for_each(|first| link(actions, *first, then, true));
            made.iter()
                .for_each(|last| link(actions, then, *last, false));
        }
    }
}
