//! Names of the parts that partitions have of an index (PostgreSQL), which follow from its columns.
//!
//! In: changes of indexes. Out: the same, where an index states the names that it takes from another one. Knows no statement,
//! and orders nothing: that is in `names`.

use super::Sides;
use crate::diff::{Change, Edit};
use crate::model::{Engine, Index, Object, PART, Table};

/// States the names of parts that another index has and is not to keep: it may leave them later, and makes way until then. So
/// it does on the way back.
pub(super) fn state(changes: &mut [Change], sides: Sides<'_>) {
    if sides.live.flavor.engine() != Engine::Postgres {
        return;
    }
    for change in changes {
        let Some(name) = change.object().table().cloned() else {
            continue;
        };
        let (Some(live), Some(desired)) = (sides.renamed.table(&name), sides.desired.table(&name))
        else {
            continue;
        };
        let (gone, made) = match &mut change.edit {
            Edit::Create(made) => (None, Some(made)),
            Edit::Alter { from, to } => (Some(from), Some(to)),
            Edit::Drop(_) | Edit::Rename { .. } => continue,
        };
        if let Some(Object::Index(_, gone)) = gone {
            state_left(gone, desired, live);
        }
        if let Some(Object::Index(_, made)) = made {
            state_left(made, live, desired);
        }
    }
}

/// States the names of its parts that others have in the one state of the table and not in the other.
fn state_left(index: &mut Index, here: &Table, there: &Table) {
    for partition in here.partitions.iter().chain(&there.partitions) {
        let Some(name) = index.part_name(&partition.name) else {
            continue;
        };
        let has_it = |other: &Index| {
            other.name != index.name && other.part_name(&partition.name).as_ref() == Some(&name)
        };
        if here.indexes.iter().any(has_it) && !there.indexes.iter().any(has_it) {
            let option = format!("{PART}{}", partition.name);
            index.options.insert(option, name);
        }
    }
}
