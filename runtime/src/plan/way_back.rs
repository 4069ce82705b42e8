//! The way back of views that read each other.
//!
//! In: steps in their order. Out: the same, where a view of MySQL or MariaDB is taken back only when those are taken back that its
//! old form reads. The server looks at what a view reads when it makes it, and not when that changes: so forward each
//! may come after what it is to read, and the reverse of that order need not be a way back.

use std::collections::BTreeMap;

use super::Step;
use crate::diff::Edit;
use crate::model::{Engine, Object, ObjectId, TableName, View};

pub(super) fn settle(steps: &mut [Step], engine: Engine) {
    if engine != Engine::MySql {
        return;
    }
    let mut views = Views::of(steps);
    let names: Vec<TableName> = views.changed.keys().cloned().collect();
    for name in &names {
        views.place(name);
    }
    for (from, to) in views.moves {
        let inverse = std::mem::take(&mut steps[from].inverse);
        steps[to].inverse.extend(inverse);
    }
}

/// A view that changes or goes.
struct Changed {
    /// Its step.
    at: usize,
    /// What its old form reads of the others.
    reads: Vec<TableName>,
    /// Whether its new form has nothing for what reads the old one.
    is_narrower: bool,
    is_gone: bool,
}

struct Views {
    changed: BTreeMap<TableName, Changed>,
    /// The step by which each is back.
    places: BTreeMap<TableName, usize>,
    /// From one step to another, in an order in which each view comes after those that it reads.
    moves: Vec<(usize, usize)>,
}

impl Views {
    fn of(steps: &[Step]) -> Self {
        let changed = steps.iter().enumerate().filter_map(|(at, step)| {
            let (from, to) = match &step.change.edit {
                Edit::Alter {
                    from: Object::View(from),
                    to: Object::View(to),
                } => (from, Some(to)),
                Edit::Drop(Object::View(from)) => (from, None),
                _ => return None,
            };
            let changed = Changed {
                at,
                reads: read(from),
                is_narrower: to.is_none_or(|to| !from.is_extended_by(to)),
                is_gone: to.is_none(),
            };
            Some((from.name.clone(), changed))
        });
        Self {
            changed: changed.collect(),
            places: BTreeMap::new(),
            moves: Vec::new(),
        }
    }

    /// The step by which the view is back; none, where it does not change.
    fn place(&mut self, name: &TableName) -> Option<usize> {
        if let Some(place) = self.places.get(name) {
            return Some(*place);
        }
        let view = self.changed.get(name)?;
        let (at, is_gone) = (view.at, view.is_gone);
        let mut place = at;
        for other in view.reads.clone() {
            let found = self.place(&other);
            let is_narrower = self.changed.get(&other).is_some_and(|one| one.is_narrower);
            place = place.min(found.filter(|_| is_narrower).unwrap_or(place));
        }
        // What goes has gone before what it read changes.
        if is_gone {
            place = at;
        }
        if place < at {
            self.moves.push((at, place));
        }
        self.places.insert(name.clone(), place);
        Some(place)
    }
}

/// The views that the view reads.
fn read(view: &View) -> Vec<TableName> {
    let uses = view.uses.iter();
    let views = uses.filter_map(|id| match id {
        ObjectId::View(name) => Some(name.clone()),
        _ => None,
    });
    views.collect()
}
