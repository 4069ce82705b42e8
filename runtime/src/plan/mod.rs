//! Changes to ordered steps.
//!
//! In: the difference, the live schema, a flavor. Out: [`Plan`], a value that is the same for the
//! same input. Asks the dialect for statements; knows no data, no mode and no clock.

mod action;
mod bodies;
mod computed_again;
mod definitions;
mod detach;
mod detach_computed;
mod detach_triggers;
mod detach_views;
mod divided;
mod divided_anew;
mod effect;
mod exchanged;
mod fingerprint;
mod fold;
mod free;
mod graph;
mod group;
mod kept;
mod kinds;
mod last_triggers;
#[cfg(feature = "postgres")]
mod lost;
mod marks;
mod names;
mod numbers;
mod obstacle;
mod ownership;
mod parts;
mod referred;
#[cfg(feature = "postgres")]
mod rehearsal;
mod released;
mod reliance;
mod replica_identity;
mod room;
mod sight;
mod step;
mod storage;
mod summary;
#[cfg(test)]
mod tests;
mod unmade;
mod unmanaged;
mod way_back;

pub use definitions::{assert_definitions, built_for, flavor, told};
pub use fingerprint::fingerprint;
#[cfg(feature = "live")]
pub(crate) use fingerprint::{digest, digest_of};
pub use group::{Batch, batches};
#[cfg(feature = "postgres")]
pub(crate) use lost::{REPLACED, VERSION};
#[cfg(feature = "postgres")]
pub(crate) use rehearsal::{Rehearsal, rehearsal};
pub use step::Step;

use std::borrow::Cow;
use std::collections::BTreeSet;

use serde::Serialize;

use crate::dialect::{Dialect, Scene, Statement};
use crate::diff::{Change, Difference, Edit, apply};
use crate::model::{
    Engine, Flavor, Object, ObjectId, Schema, Table, TableName, Trigger, Unsupported, View,
};

/// Ordered steps, bound to the live schema that they were made for.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Plan {
    /// The database that it is for.
    pub flavor: Flavor,
    /// The hash of everything that would run. An approval names it.
    pub hash: String,
    /// The fingerprint of the live schema that it starts from.
    pub live_fingerprint: String,
    /// The steps, in the order in which they run.
    pub steps: Vec<Step>,
    /// What only the database has and is not ours.
    pub foreign: Vec<ObjectId>,
    /// What is there or desired and cannot be represented.
    pub unsupported: Vec<Unsupported>,
}

impl Plan {
    /// The step with that id.
    #[cfg(feature = "live")]
    pub(crate) fn step(&self, id: usize) -> Option<&Step> {
        self.steps.get(id.checked_sub(1)?)
    }
}

/// The sides that a plan leads from and to.
#[derive(Debug, Clone, Copy)]
pub struct Sides<'a> {
    /// The database as it is.
    pub live: &'a Schema,
    /// The database as it is, under the names that it has after the renames.
    pub renamed: &'a Schema,
    /// The schema that is wanted.
    pub desired: &'a Schema,
}

/// The order of the steps has a cycle: a fault of trueup, told with its path.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, thiserror::Error)]
#[error("the steps need each other in a circle: {}", path.join(" -> "))]
pub struct Cycle {
    /// The steps on the circle.
    pub path: Vec<String>,
}

/// Plans the changes.
///
/// # Errors
///
/// When no order of the steps exists.
pub fn plan(difference: &Difference, sides: Sides<'_>) -> Result<Plan, Cycle> {
    let live_fingerprint = fingerprint(sides.live);
    let steps = steps(difference, sides)?;
    Ok(Plan {
        flavor: sides.live.flavor,
        hash: fingerprint::plan_hash(&live_fingerprint, &steps),
        live_fingerprint,
        steps,
        foreign: difference.foreign.clone(),
        unsupported: difference.unsupported.clone(),
    })
}

/// The steps in their order.
fn steps(difference: &Difference, sides: Sides<'_>) -> Result<Vec<Step>, Cycle> {
    if difference.changes.is_empty() {
        return Ok(Vec::new());
    }
    let dialect = Dialect::of(sides.live.flavor);
    let mut changes = ownership::split(difference.changes.clone(), sides);
    parts::state(&mut changes, sides);
    let detached = detach::detach(
        last_triggers::split_off(changes, sides.live.flavor.engine()),
        sides,
        dialect.ddl().capability(),
    );
    let mut folded = fold::fold(detached, sides, dialect.ddl().capability());
    let (actions, order) = loop {
        let actions: Vec<action::Action> = action::actions(&folded, sides);
        let circle = match graph::sort(&actions) {
            Ok(order) => break (actions, order),
            Err(circle) => circle,
        };
        if !detach_views::take_off(&mut folded, &circle, sides)
            && !detach_triggers::take_off(&mut folded, &circle, sides)
        {
            let path = circle.iter().map(|at| actions[*at].label.clone());
            return Err(Cycle {
                path: path.collect(),
            });
        }
    };
    let position: Vec<usize> = positions(&order);

    let mut simulation = Simulation::new(sides.live, folded.changes.iter());
    let mut steps = Vec::new();
    for (at, from) in order.iter().enumerate() {
        let change = &folded.changes[*from];
        let mut step = simulation.step(change);
        step.id = at + 1;
        step.depends_on = actions[*from]
            .depends_on
            .iter()
            .map(|other| position[*other] + 1)
            .collect();
        step.depends_on.sort_unstable();
        let bundle = folded.bundle(*from);
        let others = || bundle.iter().map(|other| &folded.changes[*other].edit);
        step.is_away = !bundle.is_empty() && is_renamed(&change.edit, sides)
            || others().any(|other| is_way_back(&change.edit, other));
        step.is_replacing = others().any(|other| is_replaced_by(other, &change.edit));
        step.together_with = bundle.iter().map(|other| position[*other] + 1).collect();
        step.together_with.sort_unstable();
        steps.push(step);
    }
    step::settle_views(&mut steps);
    way_back::settle(&mut steps, sides.live.flavor.engine());
    kept::keep(&mut steps, sides);
    marks::put_back(&mut steps, sides);
    obstacle::find(&mut steps, sides, &difference.foreign);
    Ok(steps)
}

/// Whether a view goes under its old name, or comes under its new one.
fn is_renamed(edit: &Edit, sides: Sides<'_>) -> bool {
    let is_there = |schema: &Schema, view: &View| schema.view(&view.name).is_some();
    match edit {
        Edit::Drop(Object::View(view)) => !is_there(sides.renamed, view),
        Edit::Create(Object::View(view)) => {
            is_there(sides.renamed, view) && !is_there(sides.live, view)
        }
        _ => false,
    }
}

/// Whether the one takes away what the other brings back.
fn is_way_back(one: &Edit, other: &Edit) -> bool {
    match (one, other) {
        (Edit::Drop(gone), Edit::Create(made)) | (Edit::Create(made), Edit::Drop(gone)) => {
            made.id() == gone.id()
        }
        _ => false,
    }
}

/// Whether the first drops what the second makes in another form.
fn is_replaced_by(first: &Edit, second: &Edit) -> bool {
    matches!((first, second), (Edit::Drop(gone), Edit::Create(made)) if made.id() == gone.id() && made != gone)
}

fn positions(order: &[usize]) -> Vec<usize> {
    let mut position = vec![0; order.len()];
    for (at, from) in order.iter().enumerate() {
        position[*from] = at;
    }
    position
}

/// Walks a model of the database through the edits, rendering each against the state around it.
struct Simulation {
    dialect: Dialect,
    before: Schema,
    after: Schema,
    created: BTreeSet<TableName>,
    /// Tables that are not there and that keys may refer to all the same.
    awaited: BTreeSet<TableName>,
    /// Triggers that go and come back, whose functions stay: what was granted on them, and whose they are.
    left_functions: BTreeSet<ObjectId>,
}

impl Simulation {
    fn new<'a>(live: &Schema, changes: impl Iterator<Item = &'a Change> + Clone) -> Self {
        let are_tables = live.flavor.engine() == Engine::Postgres;
        let left_functions = left_functions(changes.clone());
        let created = changes.flat_map(|change| match &change.edit {
            Edit::Create(Object::Table(table)) if !are_tables => vec![table.name.clone()],
            Edit::Create(Object::Table(table)) => {
                let parts = table.partitions.iter().map(|one| one.table(&table.name));
                [table.name.clone()].into_iter().chain(parts).collect()
            }
            Edit::Create(Object::Partition(table, partition)) if are_tables => {
                vec![partition.table(table)]
            }
            _ => Vec::new(),
        });
        let keys = live.tables.iter().flat_map(|table| &table.foreign_keys);
        let targets = keys.map(|key| &key.target);
        let awaited = targets.filter(|target| live.table(target).is_none());
        Self {
            dialect: Dialect::of(live.flavor),
            before: live.clone(),
            after: live.clone(),
            created: created.collect(),
            awaited: awaited.cloned().collect(),
            left_functions,
        }
    }

    /// The edit as the dialect is told it.
    fn told<'a>(&self, edit: &'a Edit) -> Cow<'a, Edit> {
        match edit {
            Edit::Drop(Object::Trigger(table, trigger))
                if self.left_functions.contains(&edit.object()) =>
            {
                let bare = Trigger::new(trigger.name.clone(), String::new());
                Cow::Owned(Edit::Drop(Object::Trigger(table.clone(), Box::new(bare))))
            }
            _ => Cow::Borrowed(edit),
        }
    }

    fn is_new(&self, edit: &Edit) -> bool {
        edit.object()
            .table()
            .is_some_and(|table| self.created.contains(table))
    }

    /// Makes the edit, and asks the dialect about the state on both sides of it.
    fn make<T>(&mut self, edit: &Edit, ask: impl FnOnce(&Dialect, Scene<'_>) -> T) -> T {
        apply(&mut self.after, edit);
        let awaited = targets(edit).filter(|target| self.after.table(target).is_none());
        self.awaited.extend(awaited.cloned());
        let scene = Scene {
            before: &self.before,
            after: &self.after,
            is_new: self.is_new(edit),
        };
        let answer = ask(&self.dialect, scene);
        apply(&mut self.before, edit);
        answer
    }

    fn step(&mut self, change: &Change) -> Step {
        let made = match &change.edit {
            Edit::Create(Object::Table(made)) => Some(&made.name),
            _ => None,
        };
        let awaited = made.filter(|made| self.awaited.contains(made));
        let inverse = change.edit.inverse();
        let (there, back) = (self.told(&change.edit), self.told(&inverse));
        let (rendered, inverse) = self.make(&change.edit, |dialect, scene| {
            let released = awaited.and_then(|made| released(made, scene.after));
            let scene_back = Scene {
                before: released.as_ref().unwrap_or(scene.after),
                after: scene.before,
                is_new: false,
            };
            (
                dialect.render(&there, scene),
                dialect.render(&back, scene_back),
            )
        });
        let (statements, obstacle) = match rendered {
            Ok(rendered) => (rendered.statements, None),
            Err(obstacle) => (Vec::new(), Some(obstacle)),
        };
        let sql = |statement: Statement| statement.sql;
        // An index whose build failed is not built again on the way back.
        let was_broken =
            matches!(&change.edit, Edit::Drop(Object::Index(_, index)) if index.invalid);
        let inverse = inverse.ok().filter(|_| !was_broken);
        Step {
            id: 0,
            summary: summary::summary(change),
            is_required: step::is_required(change, self.before.flavor.engine()),
            is_on_new_table: self.is_new(&change.edit),
            statements,
            inverse: inverse
                .map(|inverse| inverse.statements.into_iter().map(sql).collect())
                .unwrap_or_default(),
            obstacle,
            depends_on: Vec::new(),
            together_with: Vec::new(),
            is_away: false,
            is_replacing: false,
            around: kept::Around::default(),
            change: change.clone(),
        }
    }
}

/// The triggers that go and come back, with a function of theirs on both sides.
fn left_functions<'a>(changes: impl Iterator<Item = &'a Change> + Clone) -> BTreeSet<ObjectId> {
    let with_function = |object: &Object| match object {
        Object::Trigger(_, trigger) if trigger.has_function() => Some(object.id()),
        _ => None,
    };
    let gone = changes.clone().filter_map(|change| match &change.edit {
        Edit::Drop(object) => with_function(object),
        _ => None,
    });
    let gone: BTreeSet<ObjectId> = gone.collect();
    let made = changes.filter_map(|change| match &change.edit {
        Edit::Create(object) => with_function(object),
        _ => None,
    });
    made.filter(|id| gone.contains(id)).collect()
}

/// The tables that keys of the edit's object refer to, and those that keys may go on referring to after it.
fn targets(edit: &Edit) -> impl Iterator<Item = &TableName> {
    let (keys, tables) = match edit {
        Edit::Create(Object::Table(table)) => (&*table.foreign_keys, vec![]),
        Edit::Drop(Object::Table(table)) => (&[][..], vec![&table.name]),
        Edit::Create(Object::ForeignKey(_, key))
        | Edit::Alter {
            to: Object::ForeignKey(_, key),
            ..
        } => (std::slice::from_ref(&**key), vec![]),
        Edit::Rename {
            from: ObjectId::Table(from),
            to: ObjectId::Table(to),
        } => (&[][..], vec![from, to]),
        _ => (&[][..], vec![]),
    };
    keys.iter().map(|key| &key.target).chain(tables)
}

/// The schema without the keys of others that refer to the table that is made, where there are any:
/// they are in a circle with it, and are taken back together.
fn released(made: &TableName, schema: &Schema) -> Option<Schema> {
    let holds = |table: &Table| {
        table.name != *made && table.foreign_keys.iter().any(|key| key.target == *made)
    };
    if !schema.tables.iter().any(holds) {
        return None;
    }
    let mut released = schema.clone();
    for table in released.tables.iter_mut().filter(|table| holds(table)) {
        table.foreign_keys.retain(|key| key.target != *made);
    }
    Some(released)
}
