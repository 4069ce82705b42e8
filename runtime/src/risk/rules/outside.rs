//! Extensions, domains and sequences.

use std::collections::BTreeMap;

use super::{Axis, Grade, Rule, edit};
use crate::dialect::Lock;
use crate::diff::Edit;
use crate::model::{Domain, Object, ObjectId};
use crate::plan::Step;

type Numbering = BTreeMap<String, String>;

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "create-extension",
        axis: Axis::Blocking,
        grade: Grade::Medium,
        reason: "it must be installed on the server's machine, and the role must be allowed to create it",
        way_out: "allow it with mode `auto`, or have an administrator create it",
        applies: |step, _| matches!(edit(step), Edit::Create(Object::Extension(_))),
    },
    Rule {
        id: "drop-extension",
        axis: Axis::Data,
        grade: Grade::High,
        reason: "its functions and types go, and code that uses them breaks",
        way_out: "state it in code with `trueup::dropped!(extension \"{name}\")`, or approve this plan by its hash",
        applies: |step, _| matches!(edit(step), Edit::Drop(Object::Extension(_))),
    },
    Rule {
        id: "extension-version-change",
        axis: Axis::Blocking,
        grade: Grade::High,
        reason: "the script of the extension runs, and may rebuild or invalidate indexes",
        way_out: "read the notes of the extension, then approve this plan by its hash",
        applies: |step, _| matches!(edit(step), Edit::Alter { from: Object::Extension(from), to: Object::Extension(to) } if from.version != to.version),
    },
    Rule {
        id: "move-extension",
        axis: Axis::Compatibility,
        grade: Grade::High,
        reason: "code that is still running knows the objects of the extension by their old schema",
        way_out: "put both schemas on the search path first, then approve this plan by its hash",
        applies: |step, _| matches!(edit(step), Edit::Alter { from: Object::Extension(from), to: Object::Extension(to) } if from.schema != to.schema),
    },
    Rule {
        id: "domain-constraint",
        axis: Axis::Blocking,
        grade: Grade::High,
        reason: "every table with a column of the domain is read while writers wait, and a value that does not pass stops it",
        way_out: "apply it in a quiet hour with an approval of this plan, or write the check on the tables",
        applies: |step, _| is_stricter(step) && reads(step),
    },
    Rule {
        id: "domain-stricter",
        axis: Axis::Compatibility,
        grade: Grade::Medium,
        reason: "code that is still running may write values that the domain now refuses",
        way_out: "allow it with mode `auto`",
        applies: |step, _| is_stricter(step) && !reads(step),
    },
    Rule {
        id: "domain-looser",
        axis: Axis::Compatibility,
        grade: Grade::Medium,
        reason: "readers that trust the condition may meet other values",
        way_out: "allow it with mode `auto`",
        applies: |step, _| {
            domains(step).is_some_and(|(from, to)| {
                (!from.nullable && to.nullable)
                    || from.checks.iter().any(|check| !to.checks.contains(check))
            })
        },
    },
    Rule {
        id: "drop-domain",
        axis: Axis::Compatibility,
        grade: Grade::High,
        reason: "code that names the type breaks",
        way_out: "state it in code with `trueup::dropped!(domain \"{name}\")`, or approve this plan by its hash",
        applies: |step, _| matches!(edit(step), Edit::Drop(Object::Domain(_))),
    },
    Rule {
        id: "drop-sequence",
        axis: Axis::Data,
        grade: Grade::High,
        reason: "the number that it had reached is lost, and code that draws from it breaks",
        way_out: "state it in code with `trueup::dropped!(sequence \"{name}\")`, or approve this plan by its hash",
        applies: |step, _| matches!(edit(step), Edit::Drop(Object::Sequence(_))),
    },
    Rule {
        id: "alter-sequence",
        axis: Axis::Blocking,
        grade: Grade::Medium,
        reason: "who draws a number waits until the change is committed, and the number reached must lie within the new ends",
        way_out: "allow it with mode `auto`",
        applies: |step, _| {
            let is_sequence = matches!(
                edit(step),
                Edit::Alter {
                    from: Object::Sequence(from),
                    to: Object::Sequence(to),
                } if from.options != to.options
            );
            is_sequence || numbering(step).is_some_and(|(from, to)| from != to)
        },
    },
    Rule {
        id: "rename-outside",
        axis: Axis::Compatibility,
        grade: Grade::High,
        reason: "code that is still running knows it by its old name",
        way_out: "stop the old release first, or keep the old name for one release",
        applies: |step, _| {
            let is_renamed = matches!(
                edit(step),
                Edit::Rename {
                    to: ObjectId::Domain(_) | ObjectId::Sequence(_),
                    ..
                }
            );
            is_renamed
                || numbering(step)
                    .is_some_and(|(from, to)| from.get("sequence") != to.get("sequence"))
        },
    },
];

/// How a column that goes on numbering rows counted, and how it counts.
const fn numbering(step: &Step) -> Option<(&Numbering, &Numbering)> {
    match edit(step) {
        Edit::Alter {
            from: Object::Column(_, from),
            to: Object::Column(_, to),
        } if from.auto_increment.is_some() && to.auto_increment.is_some() => {
            Some((&from.numbering, &to.numbering))
        }
        _ => None,
    }
}

const fn domains(step: &Step) -> Option<(&Domain, &Domain)> {
    match edit(step) {
        Edit::Alter {
            from: Object::Domain(from),
            to: Object::Domain(to),
        } => Some((from, to)),
        _ => None,
    }
}

fn is_stricter(step: &Step) -> bool {
    domains(step).is_some_and(|(from, to)| {
        (from.nullable && !to.nullable)
            || to.checks.iter().any(|check| !from.checks.contains(check))
    })
}

/// Whether rows are read under a lock on writers.
fn reads(step: &Step) -> bool {
    let mut statements = step.statements.iter();
    statements.any(|statement| statement.scans && statement.lock >= Lock::Writes)
}
