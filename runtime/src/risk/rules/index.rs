//! Indexes.

use super::{Axis, Grade, Rule, blocks, edit, is_server, works};
use crate::diff::Edit;
use crate::model::{Kind, Object};
use crate::plan::Step;

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "index-not-concurrent",
        axis: Axis::Blocking,
        grade: Grade::High,
        reason: "writers wait until the index is built",
        way_out: "apply it in a maintenance window, with an approval of this plan",
        applies: |step, flavor| is_server(flavor) && builds(step) && blocks(step),
    },
    Rule {
        id: "index-concurrent",
        axis: Axis::Blocking,
        grade: Grade::Medium,
        reason: "the build reads the whole table while others go on, and an interrupted one is cleaned up at the next start",
        way_out: "allow it with mode `auto`; it takes a while on a large table",
        applies: |step, flavor| is_server(flavor) && builds(step) && works(step),
    },
    Rule {
        id: "index-file-lock",
        axis: Axis::Blocking,
        grade: Grade::Medium,
        reason: "the whole file is locked for writing while the index is built",
        way_out: "allow it with mode `auto`; it takes a while on a large table",
        applies: |step, flavor| !is_server(flavor) && builds(step),
    },
    Rule {
        id: "drop-index",
        axis: Axis::Compatibility,
        grade: Grade::Medium,
        reason: "queries that use the index become slow",
        way_out: "allow it with mode `auto` when no query needs it",
        applies: |step, _| matches!(edit(step), Edit::Drop(Object::Index(_, index)) if !index.unique && !index.invalid),
    },
    Rule {
        id: "index-replace",
        axis: Axis::Blocking,
        grade: Grade::Medium,
        reason: "the index is built again, and queries that use it are slow meanwhile",
        way_out: "allow it with mode `auto`",
        // A setting alone builds nothing.
        applies: |step, _| {
            works(step)
                && matches!(
                    edit(step),
                    Edit::Alter {
                        to: Object::Index(..),
                        ..
                    }
                )
        },
    },
];

fn builds(step: &Step) -> bool {
    step.change.object().kind() == Kind::Index
        && matches!(edit(step), Edit::Create(_) | Edit::Alter { .. })
}
