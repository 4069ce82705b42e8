//! Tells the owner of a sequence apart from the rest of it.
//!
//! In: changes. Out: the same changes, where a sequence is given to its column by a change of its own:
//! the column may draw from the sequence, so that either had to be there first. A sequence is let go
//! before its column or table goes, with which it would go unseen.

use std::collections::{BTreeMap, BTreeSet};

use super::Sides;
use crate::diff::{Cause, Change, Edit};
use crate::model::{Object, ObjectId, Sequence};

pub(super) fn split(changes: Vec<Change>, sides: Sides<'_>) -> Vec<Change> {
    let dropped: BTreeMap<ObjectId, Cause> = changes
        .iter()
        .filter(|change| matches!(change.edit, Edit::Drop(_)))
        .map(|change| (change.object(), change.cause))
        .collect();
    let loses_owner = |sequence: &Sequence| {
        let mut owners = owners(sequence).into_iter();
        owners.find_map(|owner| dropped.get(&owner).copied())
    };
    let changed: BTreeSet<ObjectId> = changes.iter().map(Change::object).collect();
    let mut split: Vec<Change> = Vec::new();
    for change in changes {
        let cause = change.cause;
        match &change.edit {
            Edit::Create(Object::Sequence(wanted)) if wanted.owned_by.is_some() => {
                let create = Edit::Create(Object::Sequence(free(wanted)));
                split.push(Change::new(create, cause));
                split.push(altered(&free(wanted), wanted, cause));
            }
            Edit::Alter {
                from: Object::Sequence(from),
                to: Object::Sequence(to),
            } => {
                let lost = loses_owner(to).map(|_| free(to));
                let to = lost.as_ref().unwrap_or(to);
                let still = Sequence {
                    owned_by: from.owned_by.clone(),
                    ..to.clone()
                };
                if still != *from {
                    split.push(altered(from, &still, cause));
                }
                if still != *to {
                    split.push(altered(&still, to, cause));
                }
            }
            Edit::Drop(Object::Sequence(found)) => {
                let cause_of_owner = loses_owner(found);
                split.extend(cause_of_owner.map(|cause| altered(found, &free(found), cause)));
                let drop = Edit::Drop(Object::Sequence(free(found)));
                split.push(Change::new(drop, cause));
            }
            _ => split.push(change),
        }
    }
    for wanted in &sides.desired.sequences {
        let mut found = sides.renamed.sequences.iter();
        let stays = found.any(|found| found.name == wanted.name)
            && !changed.contains(&ObjectId::Sequence(wanted.name.clone()));
        if let (true, Some(cause)) = (stays, loses_owner(wanted)) {
            split.push(altered(wanted, &free(wanted), cause));
        }
    }
    split
}

/// Whether the edit gives the sequence to another column, or to none: nothing else then changes.
pub(super) fn is_given(edit: &Edit) -> bool {
    matches!(edit, Edit::Alter { from: Object::Sequence(from), to: Object::Sequence(to) } if from.owned_by != to.owned_by)
}

/// The column that a sequence goes with, and its table.
pub(super) fn owners(sequence: &Sequence) -> Vec<ObjectId> {
    let owner = sequence.owned_by.iter();
    owner
        .flat_map(|(table, column)| {
            [
                ObjectId::Column(table.clone(), column.clone()),
                ObjectId::Table(table.clone()),
            ]
        })
        .collect()
}

/// The sequence when no column owns it.
fn free(sequence: &Sequence) -> Sequence {
    Sequence {
        owned_by: None,
        ..sequence.clone()
    }
}

fn altered(from: &Sequence, to: &Sequence, cause: Cause) -> Change {
    let edit = Edit::Alter {
        from: Object::Sequence(from.clone()),
        to: Object::Sequence(to.clone()),
    };
    Change::new(edit, cause)
}
