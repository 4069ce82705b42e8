//! Triggers.

use super::{Axis, Grade, Rule, edit};
use crate::diff::Edit;
use crate::model::Object;

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "create-trigger",
        axis: Axis::Compatibility,
        grade: Grade::Medium,
        reason: "code that is still running writes the table too, and each of its writes does more from now on",
        way_out: "allow it with mode `auto`",
        applies: |step, _| {
            matches!(edit(step), Edit::Create(Object::Trigger(..)))
                && !step.is_on_new_table
                && !step.is_away
        },
    },
    Rule {
        id: "replace-trigger",
        axis: Axis::Compatibility,
        grade: Grade::Medium,
        reason: "each write of code that is still running does something else from now on",
        way_out: "allow it with mode `auto`",
        applies: |step, _| match edit(step) {
            Edit::Alter {
                from: Object::Trigger(_, from),
                to: Object::Trigger(_, to),
            } => (&from.definition, &from.firing) != (&to.definition, &to.firing),
            Edit::Create(Object::Trigger(..)) => step.is_replacing,
            _ => false,
        },
    },
    Rule {
        id: "drop-trigger",
        axis: Axis::Compatibility,
        grade: Grade::High,
        reason: "what it did at each write is done no more, and code may rely on it",
        way_out: "approve this plan by its hash",
        applies: |step, _| matches!(edit(step), Edit::Drop(Object::Trigger(..))) && !step.is_away,
    },
];
