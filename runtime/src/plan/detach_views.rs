//! Takes views out of the way of a change that they would block.
//!
//! In: changes. Out: the same changes, with a drop and a create of each view in the way, bundled with
//! the change that needs it. A view of somebody else comes back as it was read. No view goes for good
//! without a wish.

use std::collections::BTreeSet;

use super::Sides;
use super::detach::Bundled;
use super::kept;
use crate::diff::{Cause, Change, Edit};
use crate::model::{Kind, Object, ObjectId, TableName, View};

pub(super) fn detach(bundled: &mut Bundled, sides: Sides<'_>) {
    for at in 0..bundled.changes.len() {
        let edit = &bundled.changes[at].edit;
        let mut lost = kept::reshaped(edit, sides.renamed);
        if let Edit::Alter {
            from: Object::View(from),
            to: Object::View(to),
        } = edit
            && !kept::is_in_place(from, to)
        {
            lost.push(ObjectId::View(from.name.clone()));
        }
        // A computed column that comes back, and a relation that comes back as one of another kind.
        if let Edit::Drop(object) = edit
            && is_created(bundled, object)
        {
            lost.push(object.id());
        }
        // Whether the text of somebody else's view is true of the other relation, nobody knows.
        let is_other = matches!(edit, Edit::Drop(Object::Table(_) | Object::View(_)));
        for name in users(sides, lost) {
            if !is_other || sides.desired.view(&name).is_some() {
                add(bundled, at, &name, sides);
            }
        }
    }
}

/// Takes a view off a circle of steps, where there is one on it that is replaced in place: what it reads goes only after it, and what
/// it is to read comes only before it. It goes, and comes back in its new words. Tells whether there is such a view.
pub(super) fn take_off(bundled: &mut Bundled, circle: &[usize], sides: Sides<'_>) -> bool {
    let pairs = circle.iter().zip(circle.iter().cycle().skip(1));
    let replaced = pairs.filter_map(|(at, next)| match &bundled.changes[*at].edit {
        Edit::Alter {
            from: Object::View(from),
            to: Object::View(to),
        } => {
            let is_drop = matches!(bundled.changes[*next].edit, Edit::Drop(_));
            Some((is_drop, *at, from.clone(), to.clone()))
        }
        _ => None,
    });
    // Best the one for which something waits that goes.
    let Some((_, at, from, to)) = replaced.min_by_key(|(is_drop, at, ..)| (!is_drop, *at)) else {
        return false;
    };
    let cause = bundled.changes[at].cause;
    let readers = users(sides, vec![ObjectId::View(from.name.clone())]);
    let new = Object::View(Box::new(from.remade_as(&to)));
    bundled.changes[at] = Change::new(Edit::Drop(Object::View(from)), cause);
    bundled.changes.push(Change::new(Edit::Create(new), cause));
    bundled.bundles.push(vec![at, bundled.changes.len() - 1]);
    for name in readers {
        add(bundled, at, &name, sides);
    }
    true
}

fn is_created(bundled: &Bundled, dropped: &Object) -> bool {
    let name = |object: &Object| match object {
        Object::Table(table) => Some(table.name.clone()),
        Object::View(view) => Some(view.name.clone()),
        _ => None,
    };
    let is_it = |made: &Object| match (name(made), name(dropped)) {
        (Some(made), Some(dropped)) => made == dropped,
        _ => matches!(dropped, Object::Column(..)) && made.id() == dropped.id(),
    };
    let mut changes = bundled.changes.iter();
    changes.any(|change| matches!(&change.edit, Edit::Create(made) if is_it(made)))
}

/// The views that use one of the objects, or a view that does.
fn users(sides: Sides<'_>, lost: Vec<ObjectId>) -> BTreeSet<TableName> {
    let mut found: BTreeSet<TableName> = BTreeSet::new();
    let mut open = lost;
    while let Some(id) = open.pop() {
        for view in &sides.renamed.views {
            if view.has_use_of(&id) && found.insert(view.name.clone()) {
                open.push(ObjectId::View(view.name.clone()));
            }
        }
    }
    found
}

fn add(bundled: &mut Bundled, at: usize, name: &TableName, sides: Sides<'_>) {
    let id = ObjectId::View(name.clone());
    let own: Vec<usize> = (0..bundled.changes.len())
        .filter(|other| bundled.changes[*other].object() == id)
        .filter(|other| !matches!(bundled.changes[*other].edit, Edit::Rename { .. }))
        .collect();
    let renamed = bundled
        .changes
        .iter()
        .position(|change| matches!(&change.edit, Edit::Rename { to, .. } if *to == id));
    if let Some(renamed) = renamed {
        add_renamed(bundled, [at, renamed], &own, name, sides);
    } else if own.is_empty() {
        let Some(live) = sides.renamed.view(name) else {
            return;
        };
        let wanted = match sides.desired.view(name) {
            Some(wanted) => wanted,
            // The view of somebody else comes back in the words in which it is there.
            None if is_as_read(live, bundled, sides) => live,
            None => return,
        };
        let first = bundled.changes.len();
        for edit in [
            Edit::Drop(Object::View(Box::new(live.clone()))),
            Edit::Create(Object::View(Box::new(again(live, wanted)))),
        ] {
            bundled.changes.push(Change::new(edit, Cause::Desired));
        }
        bundled.bundles.push(vec![at, first, first + 1]);
    } else if let [only] = own[..]
        && let Edit::Alter {
            from: Object::View(from),
            to: Object::View(to),
        } = bundled.changes[only].edit.clone()
    {
        if only == at {
            return;
        }
        let new = from.remade_as(&to);
        bundled.changes[only] = Change::new(Edit::Drop(Object::View(from)), Cause::Desired);
        let create = Edit::Create(Object::View(Box::new(new)));
        bundled.changes.push(Change::new(create, Cause::Desired));
        bundled
            .bundles
            .push(vec![at, only, bundled.changes.len() - 1]);
    } else if own.len() == 2 {
        bundled.bundles.push(vec![at, own[0], own[1]]);
    }
}

/// Whether what the query says is true of the names after the plan.
fn is_as_read(view: &View, bundled: &Bundled, sides: Sides<'_>) -> bool {
    let renames_beside = bundled.changes.iter().any(|change| {
        let Edit::Rename { to, .. } = &change.edit else {
            return false;
        };
        matches!(
            to.kind(),
            Kind::Namespace | Kind::Enum | Kind::EnumValue | Kind::Domain | Kind::Sequence
        )
    });
    let read = sides.live.view(&view.name);
    !renames_beside && read.is_some_and(|read| read.uses == view.uses)
}

/// A view that gets another name as well goes under its old one, and comes back under the new one.
fn add_renamed(
    bundled: &mut Bundled,
    [at, renamed]: [usize; 2],
    own: &[usize],
    name: &TableName,
    sides: Sides<'_>,
) {
    let Edit::Rename {
        from: ObjectId::View(old),
        ..
    } = bundled.changes[renamed].edit.clone()
    else {
        return;
    };
    let (Some(live), Some(wanted)) = (sides.live.view(&old), sides.desired.view(name)) else {
        return;
    };
    let create = Change::new(
        Edit::Create(Object::View(Box::new(again(live, wanted)))),
        Cause::Desired,
    );
    bundled.changes[renamed].edit = Edit::Drop(Object::View(Box::new(live.clone())));
    let created = if let [only] = own {
        bundled.changes[*only] = create;
        *only
    } else {
        bundled.changes.push(create);
        bundled.changes.len() - 1
    };
    bundled.bundles.push(vec![at, renamed, created]);
}

/// The view as it is put back: the same, with the uses that it then has.
fn again(live: &View, wanted: &View) -> View {
    View {
        kept: live.kept.clone(),
        columns: live.columns.clone(),
        ..wanted.clone()
    }
}
