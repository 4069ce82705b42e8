//! Takes triggers out of the way of a column that they name (PostgreSQL).
//!
//! In: changes. Out: the same changes, where a trigger that changes as well goes before the column's change and comes back in its new
//! words after it, bundled with that change; and so does one over a computed column that goes and comes back. One that
//! stays as it is makes way in the step of the column (`kept`). No trigger goes for good without a wish.

use super::Sides;
use super::detach::Bundled;
use super::kept::{is_in_the_way, reshaped};
use crate::diff::{Cause, Change, Edit};
use crate::model::{Object, ObjectId, Schema, TableName, Trigger};

pub(super) fn detach(bundled: &mut Bundled, sides: Sides<'_>) {
    for at in 0..bundled.changes.len() {
        let edit = &bundled.changes[at].edit;
        let mut lost = reshaped(edit, sides.renamed);
        let comes_back = comes_back(bundled, edit);
        if comes_back {
            lost.push(edit.object());
        }
        if lost.is_empty() {
            continue;
        }
        for (table, trigger) in over(edit, &lost, sides) {
            let wanted = sides.desired.table(table);
            let is_wanted = wanted.is_some_and(|wanted| wanted.triggers.contains(trigger));
            add(bundled, at, table, trigger, comes_back && is_wanted, sides);
        }
    }
}

/// Takes a trigger off a circle of steps, where there is one on it that changes: what its old words name goes only after it, and what
/// its new ones name may change only after that. Tells whether there is such a trigger.
pub(super) fn take_off(bundled: &mut Bundled, circle: &[usize], sides: Sides<'_>) -> bool {
    let mut altered = circle
        .iter()
        .filter_map(|at| split(bundled, *at, sides.renamed));
    let Some((first, second)) = altered.next() else {
        return false;
    };
    bundled.bundles.push(vec![first, second]);
    true
}

/// Whether the column goes for a moment alone, or is made anew as it is computed in another way.
fn comes_back(bundled: &Bundled, edit: &Edit) -> bool {
    if let Some((from, to)) = edit.altered_column() {
        return from.generated != to.generated && to.generated.is_some();
    }
    let Edit::Drop(object @ Object::Column(..)) = edit else {
        return false;
    };
    let id = object.id();
    let mut changes = bundled.changes.iter();
    changes.any(|change| matches!(&change.edit, Edit::Create(made) if made.id() == id))
}

/// The triggers of which the server says that they are in the way of the edit.
fn over<'a>(edit: &Edit, lost: &[ObjectId], sides: Sides<'a>) -> Vec<(&'a TableName, &'a Trigger)> {
    let items = sides.renamed.unsupported.iter();
    let items = items.filter(|item| item.kind == "trigger" && is_in_the_way(item, edit, lost));
    let names: Vec<&str> = items.map(|item| item.object.as_str()).collect();
    let triggers = sides.renamed.tables.iter().flat_map(|table| {
        let triggers = table.triggers.iter();
        triggers.map(|trigger| (&table.name, trigger))
    });
    let is_listed = |(table, trigger): &(&TableName, &Trigger)| {
        let name = format!("{table}.{}", trigger.name);
        names.contains(&name.as_str())
    };
    match names.is_empty() {
        true => Vec::new(),
        false => triggers.filter(is_listed).collect(),
    }
}

/// Drops and creates a trigger that would be altered; tells where.
fn split(bundled: &mut Bundled, at: usize, renamed: &Schema) -> Option<(usize, usize)> {
    let edit = &bundled.changes[at].edit;
    let is_altered = matches!(
        edit,
        Edit::Alter {
            from: Object::Trigger(..),
            ..
        }
    );
    let created = is_altered.then(|| bundled.split(at, renamed)).flatten()?;
    Some((at, created))
}

/// Lets a trigger make way for a change of its whole table.
pub(super) fn make_way(
    bundled: &mut Bundled,
    at: usize,
    table: &TableName,
    trigger: &Trigger,
    sides: Sides<'_>,
) {
    add(bundled, at, table, trigger, true, sides);
}

fn add(
    bundled: &mut Bundled,
    at: usize,
    table: &TableName,
    trigger: &Trigger,
    comes_back: bool,
    sides: Sides<'_>,
) {
    let id = ObjectId::Trigger(table.clone(), trigger.name.clone());
    let own: Vec<usize> = (0..bundled.changes.len())
        .filter(|other| bundled.changes[*other].object() == id)
        .collect();
    let (first, second) = match own[..] {
        [only] => {
            let Some(both) = split(bundled, only, sides.renamed) else {
                return;
            };
            both
        }
        [first, second] => (first, second),
        _ => {
            if !comes_back {
                return;
            }
            let object = Object::Trigger(table.clone(), Box::new(trigger.clone()));
            let first = bundled.changes.len();
            for edit in [Edit::Drop(object.clone()), Edit::Create(object)] {
                bundled.changes.push(Change::new(edit, Cause::Desired));
            }
            (first, first + 1)
        }
    };
    bundled.bundles.push(vec![at, first, second]);
}
