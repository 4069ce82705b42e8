//! Partitions.

use super::{Axis, Grade, Rule, edit, grows};
use crate::diff::Edit;
use crate::model::{Object, ObjectId, Partition};
use crate::plan::Step;

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "drop-partition",
        axis: Axis::Data,
        grade: Grade::High,
        reason: "every row of the partition is lost",
        way_out: "say in code that it may go, with `partition(name = \"...\", dropped)`, or approve this plan by its hash; to keep the rows, detach it yourself",
        applies: |step, _| dropped(step).is_some_and(|partition| !partition.bound.is_empty()),
    },
    Rule {
        id: "merge-partition",
        axis: Axis::Blocking,
        grade: Grade::High,
        reason: "every row of the table is written again, to be spread over other partitions",
        way_out: "apply it in a maintenance window, with an approval of this plan",
        applies: |step, _| dropped(step).is_some_and(|partition| partition.bound.is_empty()),
    },
    Rule {
        id: "create-partition",
        axis: Axis::Blocking,
        grade: Grade::Medium,
        reason: "the partition for all other rows is locked and read, and the step fails when one of its rows belongs to the new one",
        way_out: "move such rows away first, then allow it with mode `auto`",
        applies: |step, _| {
            creates(step)
                && step
                    .statements
                    .iter()
                    .any(|one| grows(one) && !one.rewrites)
        },
    },
    Rule {
        id: "split-partition",
        axis: Axis::Blocking,
        grade: Grade::High,
        reason: "rows that are there are written again while writers of the table wait",
        way_out: "apply it in a maintenance window, with an approval of this plan",
        applies: |step, _| creates(step) && step.statements.iter().any(|one| one.rewrites),
    },
    Rule {
        id: "alter-partition",
        axis: Axis::Data,
        grade: Grade::High,
        reason: "the partition is away for a moment and each of its rows is looked at; it fails when one belongs elsewhere",
        way_out: "look for such rows first, then approve this plan by its hash",
        applies: |step, _| matches!(edit(step), Edit::Alter { from: Object::Partition(_, from), to: Object::Partition(_, to) } if !from.has_bound_of(to)),
    },
    Rule {
        id: "rename-partition",
        axis: Axis::Compatibility,
        grade: Grade::Medium,
        reason: "code that names the partition knows it by its old name",
        way_out: "allow it with mode `auto` when no code names it",
        applies: |step, _| {
            matches!(
                edit(step),
                Edit::Rename {
                    to: ObjectId::Partition(..),
                    ..
                }
            )
        },
    },
];

fn creates(step: &Step) -> bool {
    matches!(edit(step), Edit::Create(Object::Partition(..)))
}

fn dropped(step: &Step) -> Option<&Partition> {
    match edit(step) {
        Edit::Drop(Object::Partition(_, partition)) => Some(partition),
        _ => None,
    }
}
