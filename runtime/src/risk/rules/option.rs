//! Settings of a table.

use super::{Axis, Grade, Rule, blocks, edit};
use crate::diff::Edit;
use crate::model::Object;
use crate::plan::Step;

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "storage-parameter",
        axis: Axis::Blocking,
        grade: Grade::Medium,
        reason: "a setting of the table changes",
        way_out: "allow it with mode `auto`",
        applies: |step, _| changes_settings(step) && !blocks(step),
    },
    Rule {
        id: "table-option-rewrite",
        axis: Axis::Blocking,
        grade: Grade::High,
        reason: "every row is written again while the table is locked",
        way_out: "apply it in a maintenance window, with an approval of this plan",
        applies: |step, _| changes_settings(step) && blocks(step),
    },
];

/// Whether how a table or a partition is kept changes, and not which rows it holds.
fn changes_settings(step: &Step) -> bool {
    match edit(step) {
        Edit::Alter {
            from: Object::Partition(_, from),
            to: Object::Partition(_, to),
        } => from.has_bound_of(to),
        Edit::Alter {
            to: Object::Table(_),
            ..
        } => true,
        _ => false,
    }
}
