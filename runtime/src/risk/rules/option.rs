//! Settings of a table.

use super::{Axis, Grade, Rule, blocks, edit};
use crate::diff::Edit;
use crate::model::{Object, REPLICA_IDENTITY};
use crate::plan::Step;

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "storage-parameter",
        axis: Axis::Blocking,
        grade: Grade::Medium,
        reason: "a setting of the table changes",
        way_out: "allow it with mode `auto`",
        applies: |step, _| changes_settings(step) && !blocks(step) && said(step).is_none(),
    },
    Rule {
        id: "replica-identity",
        axis: Axis::Compatibility,
        grade: Grade::Medium,
        reason: "whoever takes in the changes of the table is told other old values of a row from then on",
        way_out: "allow it with mode `auto`",
        applies: |step, _| said(step).is_some_and(|said| said != Some(NOTHING)),
    },
    Rule {
        id: "replica-identity-lost",
        axis: Axis::Compatibility,
        grade: Grade::High,
        reason: "no replica knows any longer which row is meant: updates and deletes fail on a table that is published",
        way_out: "keep a key or `full`, or approve this plan where nothing takes in the changes of the table",
        applies: |step, _| said(step) == Some(Some(NOTHING)),
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

const NOTHING: &str = "nothing";

/// By what replicas know a row from then on, where that changes; nothing said is the primary key.
fn said(step: &Step) -> Option<Option<&str>> {
    let (from, to) = match edit(step) {
        Edit::Alter {
            from: Object::Partition(_, from),
            to: Object::Partition(_, to),
        } => (&from.options, &to.options),
        Edit::Alter {
            from: Object::Table(from),
            to: Object::Table(to),
        } => (&from.options, &to.options),
        _ => return None,
    };
    let (old, new) = (from.get(REPLICA_IDENTITY), to.get(REPLICA_IDENTITY));
    (old != new).then(|| new.map(String::as_str))
}
