//! Steps that may run, as batches: each batch is one transaction, or one statement that cannot be
//! in one.

use std::collections::{BTreeMap, BTreeSet};

use super::divided_anew::anew;
use super::room::Room;
use super::{Plan, Simulation, Step, divided, targets};
use crate::dialect::{Obstacle, Rendered, Scene, Statement};
use crate::diff::Edit;
use crate::model::{Engine, Kind, Schema, TableName};

/// What runs and is recorded together.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Batch {
    /// The steps, and the statements of each as they run: a step whose work is part of the rebuild of
    /// a later one has none.
    pub steps: Vec<(usize, Vec<Statement>)>,
    /// Whether it is one transaction.
    pub transactional: bool,
}

struct Work {
    id: usize,
    rendered: Rendered,
    is_new: bool,
    table: Option<TableName>,
    /// The tables that its keys refer to.
    targets: Vec<TableName>,
    /// The steps that it is bundled with, where a view, a trigger, a partition or something else is away meanwhile: nobody sees it gone.
    bundle: Vec<usize>,
}

/// Groups the steps with these ids, starting from `live`.
///
/// The steps are rendered again, because the state around them is another one when some of the plan
/// is left out.
///
/// # Errors
///
/// When a step has no statements in that state.
pub fn batches(plan: &Plan, ids: &[usize], live: &Schema) -> Result<Vec<Batch>, Obstacle> {
    let ids: BTreeSet<usize> = ids.iter().copied().collect();
    let steps = || plan.steps.iter().filter(|step| ids.contains(&step.id));
    let changes = || steps().map(|step| &step.change);
    let mut simulation = Simulation::new(live, changes());
    let mut works: Vec<Work> = Vec::new();
    for step in steps() {
        let edit = &step.change.edit;
        let is_new = simulation.is_new(edit);
        let told = simulation.told(edit);
        let rendered = simulation.make(edit, |dialect, scene| dialect.render(&told, scene));
        let mut rendered = rendered?;
        rendered.statements = step.around.wrap(rendered.statements);
        works.push(Work {
            id: step.id,
            rendered,
            is_new,
            table: step.change.object().table().cloned(),
            targets: targets(edit).cloned().collect(),
            bundle: if step.around.spans_steps || takes_away(plan, step) {
                step.together_with.clone()
            } else {
                Vec::new()
            },
        });
    }
    if works.iter().any(|work| work.rendered.rebuilds.is_some()) {
        let edits = changes().map(|change| &change.edit);
        merge_rebuilds(&mut works, edits, Simulation::new(live, changes()))?;
    }
    Ok(transactions(works, plan.flavor.engine(), &simulation.after))
}

/// Whether a view, a trigger or a partition is away in the bundle.
fn takes_away(plan: &Plan, step: &Step) -> bool {
    let others = step.together_with.iter().map(|id| &plan.steps[id - 1]);
    let mut steps = others.chain([step]);
    steps.any(|step| {
        let kind = step.change.object().kind();
        matches!(kind, Kind::View | Kind::Trigger)
            || divided::takes_off(&step.change.edit)
            || plan.flavor.engine() == Engine::Postgres && anew(&step.change.edit).is_some()
    })
}

/// Of each work, whether a bundle began before it and ends with it or after it.
fn inside_bundles(works: &[Work]) -> Vec<bool> {
    let position: BTreeMap<usize, usize> = works
        .iter()
        .enumerate()
        .map(|(at, work)| (work.id, at))
        .collect();
    let mut end = None;
    let inside = works.iter().enumerate().map(|(at, work)| {
        let is_inside = end >= Some(at);
        end = end.max(
            work.bundle
                .iter()
                .filter_map(|id| position.get(id).copied())
                .max(),
        );
        is_inside
    });
    inside.collect()
}

/// Rebuilds of one table that follow each other become one, done by the last. The edits are walked again:
/// to keep the state around each of them would be a copy of the schema for each.
fn merge_rebuilds<'a>(
    works: &mut [Work],
    mut edits: impl Iterator<Item = &'a Edit>,
    mut simulation: Simulation,
) -> Result<(), Obstacle> {
    let runs = works.chunk_by_mut(|a, b| {
        a.rendered.rebuilds.is_some() && a.rendered.rebuilds == b.rendered.rebuilds
    });
    for run in runs {
        let before = (run.len() > 1).then(|| simulation.before.clone());
        for edit in edits.by_ref().take(run.len()) {
            simulation.make(edit, |_, _| ());
        }
        let (Some(before), Some((last, others))) = (before, run.split_last_mut()) else {
            continue;
        };
        let Some(table) = &last.rendered.rebuilds else {
            continue;
        };
        let scene = Scene {
            before: &before,
            after: &simulation.after,
            is_new: false,
        };
        last.rendered = simulation.dialect.ddl().rebuild(table, scene)?;
        for work in others {
            work.rendered.statements.clear();
        }
    }
    Ok(())
}

fn transactions(works: Vec<Work>, engine: Engine, after: &Schema) -> Vec<Batch> {
    let mut batches: Vec<Batch> = Vec::new();
    let mut last: Option<(bool, Option<TableName>)> = None;
    let mut room = Room::new(after);
    let inside = inside_bundles(&works);
    for (work, is_inside) in works.into_iter().zip(inside) {
        let transactional = work
            .rendered
            .statements
            .iter()
            .all(|statement| statement.transactional);
        // Locks pile up until the end of a transaction, so only work on one table that is in use goes
        // into one. New tables are nobody's yet, but a server has no room for any number of locks. SQLite
        // locks the whole file anyway.
        let locked: Vec<TableName> = work.table.iter().chain(&work.targets).cloned().collect();
        let has_room = room.lock(&locked);
        let joins = transactional
            && last.as_ref().is_some_and(|(is_new, table)| {
                engine == Engine::Sqlite
                    || is_inside
                    || (*is_new && work.is_new && has_room)
                    || (!is_new && !work.is_new && *table == work.table)
            });
        last = transactional.then(|| (work.is_new, work.table.clone()));
        let step = (work.id, work.rendered.statements);
        match batches.last_mut() {
            Some(batch) if joins => batch.steps.push(step),
            _ => {
                room = Room::new(after);
                room.lock(&locked);
                batches.push(Batch {
                    steps: vec![step],
                    transactional,
                });
            }
        }
    }
    batches
}
