//! Views.

use super::{Axis, Grade, Rule, edit};
use crate::diff::Edit;
use crate::model::{Object, View};
use crate::plan::Step;

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "drop-view",
        axis: Axis::Compatibility,
        grade: Grade::High,
        reason: "code that reads the view fails",
        way_out: "say that it may go: `trueup::dropped!(view \"{name}\")`",
        applies: |step, _| matches!(edit(step), Edit::Drop(Object::View(_))) && !step.is_away,
    },
    Rule {
        id: "view-replace",
        axis: Axis::Compatibility,
        grade: Grade::Medium,
        reason: "code of the previous release may read columns that the view no longer has, or other rows",
        way_out: "allow it with mode `auto` when the previous release no longer runs",
        applies: |step, _| is_replaced(step),
    },
    Rule {
        id: "view-guard",
        axis: Axis::Compatibility,
        grade: Grade::Medium,
        reason: "whose rights count in the view changes, or rows that were written through it are refused",
        way_out: "allow it with mode `auto` when all who use the view have been asked",
        applies: |step, _| is_guarded(step),
    },
    Rule {
        id: "matview-recreate",
        axis: Axis::Blocking,
        grade: Grade::High,
        reason: "its rows are computed again, and readers wait meanwhile",
        way_out: "apply it in a maintenance window, with an approval of this plan",
        applies: |step, _| computes(step) && (is_replaced(step) || step.is_away),
    },
    Rule {
        id: "matview-create",
        axis: Axis::Blocking,
        grade: Grade::Medium,
        reason: "its rows are computed from all rows that its query reads",
        way_out: "allow it with mode `auto`; it takes a while where the tables are large",
        applies: |step, _| computes(step) && !is_replaced(step) && !step.is_away,
    },
];

/// Whether the view yields something else, and not only more at its end.
fn is_replaced(step: &Step) -> bool {
    let is_other = |from: &View, to: &View| {
        (from.materialized, &from.query) != (to.materialized, &to.query) && !from.is_extended_by(to)
    };
    matches!(edit(step), Edit::Alter { from: Object::View(from), to: Object::View(to) } if is_other(from, to))
}

/// Whether other rights count than before, or rows are checked that were not.
fn is_guarded(step: &Step) -> bool {
    let differs =
        |from: &View, to: &View, option| from.options.get(option) != to.options.get(option);
    let is_other = |from: &View, to: &View| {
        ["security_invoker", "sql_security"]
            .iter()
            .any(|option| differs(from, to, *option))
            || to.options.contains_key("check_option") && differs(from, to, "check_option")
    };
    matches!(edit(step), Edit::Alter { from: Object::View(from), to: Object::View(to) } if is_other(from, to))
}

fn computes(step: &Step) -> bool {
    let is_of_view = matches!(
        edit(step),
        Edit::Create(Object::View(_))
            | Edit::Alter {
                to: Object::View(_),
                ..
            }
    );
    is_of_view && step.statements.iter().any(super::grows)
}
