//! Settings of a table.

use super::{Axis, Grade, Rule, blocks, edit};
use crate::diff::Edit;
use crate::model::Object;

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "storage-parameter",
        axis: Axis::Blocking,
        grade: Grade::Medium,
        reason: "a setting of the table changes",
        way_out: "allow it with mode `auto`",
        applies: |step, _| {
            matches!(
                edit(step),
                Edit::Alter {
                    to: Object::Table(_),
                    ..
                }
            ) && !blocks(step)
        },
    },
    Rule {
        id: "table-option-rewrite",
        axis: Axis::Blocking,
        grade: Grade::High,
        reason: "every row is written again while the table is locked",
        way_out: "apply it in a maintenance window, with an approval of this plan",
        applies: |step, _| {
            matches!(
                edit(step),
                Edit::Alter {
                    to: Object::Table(_),
                    ..
                }
            ) && blocks(step)
        },
    },
];
