//! Namespaces and tables.

use super::{Axis, Grade, Rule, edit};
use crate::diff::Edit;
use crate::model::{Object, ObjectId};

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "drop-table",
        axis: Axis::Data,
        grade: Grade::High,
        reason: "every row of the table is lost, and code that uses it breaks",
        way_out: "state it in code with `trueup::dropped_table!(\"{name}\")`, or approve this plan by its hash",
        applies: |step, _| matches!(edit(step), Edit::Drop(Object::Table(_))),
    },
    Rule {
        id: "rename-table",
        axis: Axis::Compatibility,
        grade: Grade::High,
        reason: "code that is still running knows the table by its old name",
        way_out: "stop the old release first, or keep the old name for one release",
        applies: |step, _| {
            matches!(
                edit(step),
                Edit::Rename {
                    to: ObjectId::Table(_),
                    ..
                }
            )
        },
    },
    Rule {
        id: "drop-schema",
        axis: Axis::Data,
        grade: Grade::High,
        reason: "the namespace goes, and code that names it breaks",
        way_out: "approve this plan by its hash",
        applies: |step, _| matches!(edit(step), Edit::Drop(Object::Namespace(_))),
    },
];
