//! Enums and their values, wherever these are kept: in a type, in the type of a column, in a check.

use super::{Axis, Grade, Rule, edit};
use crate::diff::{Edit, values_changed};
use crate::model::{Engine, Kind, Object, ObjectId};
use crate::plan::Step;

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "enum-add-value",
        axis: Axis::Compatibility,
        grade: Grade::Medium,
        reason: "code that is still running may not know the new value when it reads it",
        way_out: "write the new value only when the old release is gone",
        applies: |step, _| {
            change(step).is_some_and(|(from, to)| to.iter().any(|value| !from.contains(value)))
        },
    },
    Rule {
        id: "enum-add-value-middle",
        axis: Axis::Blocking,
        grade: Grade::High,
        reason: "values behind the new one are numbered anew, and every row is written again",
        way_out: "put the new variant at the end, or apply it in a maintenance window",
        applies: |step, flavor| {
            flavor.engine() == Engine::MySql
                && in_column(step).is_some_and(|(from, to)| {
                    from.iter().all(|value| to.contains(value)) && !to.starts_with(&from)
                })
        },
    },
    Rule {
        id: "enum-remove-value",
        axis: Axis::Data,
        grade: Grade::High,
        reason: "rows may have a value that no variant has any more: the change then fails and loses nothing",
        way_out: "say what became of it: `#[enumeration(retired(\"...\"))]` on the enum keeps it, `#[enumeration(renamed_from = \"...\")]` on a variant turns it into another; or clear the rows and approve this plan by its hash",
        applies: |step, _| {
            change(step).is_some_and(|(from, to)| from.iter().any(|value| !to.contains(value)))
        },
    },
    Rule {
        id: "enum-reorder",
        axis: Axis::Blocking,
        grade: Grade::High,
        reason: "the type is replaced, and every row with it is written again",
        way_out: "leave the order as it is, or apply it in a maintenance window",
        applies: |step, _| {
            change(step).is_some_and(|(from, to)| {
                let kept: Vec<&String> = to.iter().filter(|value| from.contains(value)).collect();
                let old: Vec<&String> = from.iter().filter(|value| to.contains(value)).collect();
                is_ordered(step) && kept != old
            })
        },
    },
    Rule {
        id: "enum-rename-value",
        axis: Axis::Compatibility,
        grade: Grade::High,
        reason: "code that is still running knows the value by its old name, and writes and reads that one",
        way_out: "stop the old release first, or add the new value and keep both for one release",
        applies: |step, _| {
            matches!(
                edit(step),
                Edit::Rename {
                    to: ObjectId::EnumValue(..),
                    ..
                }
            )
        },
    },
    Rule {
        id: "rename-type",
        axis: Axis::Compatibility,
        grade: Grade::High,
        reason: "code that is still running looks for the type by its old name",
        way_out: "stop the old release first",
        applies: |step, _| {
            matches!(
                edit(step),
                Edit::Rename {
                    to: ObjectId::Enum(_),
                    ..
                }
            )
        },
    },
    Rule {
        id: "drop-type",
        axis: Axis::Data,
        grade: Grade::High,
        reason: "the type goes, and code that names it breaks",
        way_out: "approve this plan by its hash; it fails while a column is of the type",
        applies: |step, _| matches!(edit(step), Edit::Drop(Object::Enum(_))),
    },
];

/// The values before and after the step.
fn change(step: &Step) -> Option<(Vec<String>, Vec<String>)> {
    values_changed(edit(step))
}

/// The same where the values are in the type of a column.
fn in_column(step: &Step) -> Option<(Vec<String>, Vec<String>)> {
    let is_column = step.change.object().kind() == Kind::Column;
    change(step).filter(|_| is_column)
}

/// Whether the place of a value says which is greater.
fn is_ordered(step: &Step) -> bool {
    !matches!(
        edit(step),
        Edit::Alter {
            to: Object::Check(..),
            ..
        }
    )
}

/// Whether the step changes what values a check lists, and every row passes afterwards.
pub(super) fn only_adds(step: &Step) -> bool {
    change(step).is_some_and(|(from, to)| from.iter().all(|value| to.contains(value)))
}
