//! Primary keys, unique constraints, foreign keys and checks.

use super::{Axis, Grade, Rule, blocks, edit, enumeration, is_server};
use crate::diff::Edit;
use crate::model::{Action, ForeignKey, Index, NULLS_NOT_DISTINCT, Object, PrimaryKey};
use crate::plan::Step;

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "add-primary-key",
        axis: Axis::Data,
        grade: Grade::High,
        reason: "it fails when two rows have the same key or a row has none",
        way_out: "look for duplicates first, then approve this plan by its hash",
        applies: |step, _| matches!(edit(step), Edit::Create(Object::PrimaryKey(..))),
    },
    Rule {
        id: "drop-primary-key",
        axis: Axis::Compatibility,
        grade: Grade::High,
        reason: "rows lose their identity: replication and code that relies on the key break",
        way_out: "approve this plan by its hash",
        applies: |step, _| matches!(edit(step), Edit::Drop(Object::PrimaryKey(..))),
    },
    Rule {
        id: "change-primary-key",
        axis: Axis::Data,
        grade: Grade::High,
        reason: "rows get another identity, and it fails when two rows share the new key",
        way_out: "look for duplicates first, then approve this plan by its hash",
        applies: |step, _| key_change(step).is_some_and(|(from, to)| from.parts() != to.parts()),
    },
    Rule {
        id: "add-unique",
        axis: Axis::Data,
        grade: Grade::High,
        reason: "it fails when two rows have the same value",
        way_out: "look for duplicates first, then approve this plan by its hash",
        applies: |step, _| adds_unique(step),
    },
    Rule {
        id: "unique-old-writers",
        axis: Axis::Compatibility,
        grade: Grade::High,
        reason: "code that is still running may write duplicates, which fail from now on",
        way_out: "apply it when the old release is gone",
        applies: |step, _| adds_unique(step),
    },
    Rule {
        id: "drop-unique",
        axis: Axis::Compatibility,
        grade: Grade::High,
        reason: "code may rely on it: `ON CONFLICT` on these columns fails without it",
        way_out: "approve this plan by its hash",
        applies: |step, _| match edit(step) {
            Edit::Drop(Object::Unique(..)) => true,
            // One whose build failed holds nobody to anything.
            Edit::Drop(Object::Index(_, index)) => index.unique && !index.invalid,
            Edit::Alter {
                from: Object::Index(_, from),
                to: Object::Index(_, to),
            } => from.unique && !to.unique && !from.invalid,
            _ => false,
        },
    },
    Rule {
        id: "add-fk-validating",
        axis: Axis::Data,
        grade: Grade::High,
        reason: "it fails when a row refers to nothing, and rows are checked while writers of both tables wait",
        way_out: "look for such rows first, then approve this plan by its hash",
        applies: |step, _| {
            matches!(
                edit(step),
                Edit::Create(Object::ForeignKey(..))
                    | Edit::Alter {
                        to: Object::ForeignKey(..),
                        ..
                    }
            )
        },
    },
    Rule {
        id: "fk-cascade-added",
        axis: Axis::Data,
        grade: Grade::High,
        reason: "deleting a row from now on deletes the rows that refer to it",
        way_out: "make sure that this is meant, then approve this plan by its hash",
        applies: |step, _| match edit(step) {
            Edit::Create(Object::ForeignKey(_, key)) => cascades(key),
            Edit::Alter {
                from: Object::ForeignKey(_, from),
                to: Object::ForeignKey(_, to),
            } => cascades(to) && !cascades(from),
            _ => false,
        },
    },
    Rule {
        id: "drop-fk",
        axis: Axis::Compatibility,
        grade: Grade::Medium,
        reason: "the database no longer refuses rows that refer to nothing",
        way_out: "nothing is lost; put the reference back to guard it again",
        applies: |step, _| matches!(edit(step), Edit::Drop(Object::ForeignKey(..))),
    },
    Rule {
        id: "add-check-validating",
        axis: Axis::Data,
        grade: Grade::High,
        reason: "it fails when a row does not pass, and code that is still running may write such rows",
        way_out: "look for such rows first, then approve this plan by its hash",
        applies: |step, _| {
            !enumeration::only_adds(step)
                && matches!(
                    edit(step),
                    Edit::Create(Object::Check(..))
                        | Edit::Alter {
                            to: Object::Check(..),
                            ..
                        }
                )
        },
    },
    Rule {
        id: "drop-check",
        axis: Axis::Compatibility,
        grade: Grade::Medium,
        reason: "readers may trust that every row passes",
        way_out: "nothing is lost; put the check back to guard it again",
        applies: |step, _| matches!(edit(step), Edit::Drop(Object::Check(..))),
    },
    Rule {
        id: "add-exclusion",
        axis: Axis::Data,
        grade: Grade::High,
        reason: "it fails when two rows exclude each other, and code that is still running may write such rows",
        way_out: "look for such rows first, then approve this plan by its hash",
        applies: |step, _| {
            matches!(
                edit(step),
                Edit::Create(Object::Exclusion(..))
                    | Edit::Alter {
                        to: Object::Exclusion(..),
                        ..
                    }
            )
        },
    },
    Rule {
        id: "drop-exclusion",
        axis: Axis::Compatibility,
        grade: Grade::Medium,
        reason: "the database no longer refuses rows that exclude each other",
        way_out: "nothing is lost; put the constraint back to guard it again",
        applies: |step, _| matches!(edit(step), Edit::Drop(Object::Exclusion(..))),
    },
    Rule {
        id: "constraint-scan",
        axis: Axis::Blocking,
        grade: Grade::High,
        reason: "every row is looked at while writers of the table wait",
        way_out: "apply it in a maintenance window, with an approval of this plan",
        applies: |step, flavor| is_server(flavor) && is_about_constraint(step) && blocks(step),
    },
];

fn key_change(step: &Step) -> Option<(&PrimaryKey, &PrimaryKey)> {
    match edit(step) {
        Edit::Alter {
            from: Object::PrimaryKey(_, from),
            to: Object::PrimaryKey(_, to),
        } => Some((from, to)),
        _ => None,
    }
}

fn adds_unique(step: &Step) -> bool {
    match edit(step) {
        // A setting alone accepts the same rows.
        Edit::Alter {
            from: Object::Index(_, from),
            to: Object::Index(_, to),
        } => to.unique && !accepts_same(from, to),
        Edit::Create(object) | Edit::Alter { to: object, .. } => match object {
            Object::Unique(..) => true,
            Object::Index(_, index) => index.unique,
            _ => false,
        },
        _ => false,
    }
}

fn accepts_same(a: &Index, b: &Index) -> bool {
    let rule = |index: &Index| {
        let mut index = index.clone();
        index
            .options
            .retain(|option, _| option == NULLS_NOT_DISTINCT);
        index
    };
    rule(a) == rule(b)
}

fn cascades(key: &ForeignKey) -> bool {
    key.on_delete == Action::Cascade
}

fn is_about_constraint(step: &Step) -> bool {
    use crate::model::Kind;
    matches!(
        step.change.object().kind(),
        Kind::PrimaryKey | Kind::Unique | Kind::ForeignKey | Kind::Check | Kind::Exclusion
    )
}
