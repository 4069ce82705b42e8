//! Namespaces and tables.

use super::{Axis, Grade, Rule, blocks, edit, is_server};
use crate::diff::Edit;
use crate::model::{Engine, Object, ObjectId};
use crate::plan::Step;

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
    // Seen on MySQL 9.7 and MariaDB 10.11; the manuals tell it of tables (`RENAME TABLE`).
    Rule {
        id: "rename-leaves-grants",
        axis: Axis::Compatibility,
        grade: Grade::High,
        reason: "what was granted on this name alone stays with the old name, so who has no wider grant is refused",
        way_out: "grant it on `{name}` right after the change, and revoke it on the old name; `SHOW GRANTS` of the accounts tells",
        applies: |step, flavor| {
            let is_left = match edit(step) {
                // A column is found in any letter case.
                Edit::Rename {
                    from: ObjectId::Column(_, from),
                    to: ObjectId::Column(_, to),
                } => from.to_lowercase() != to.to_lowercase(),
                Edit::Rename { to, .. } => matches!(to, ObjectId::Table(_) | ObjectId::View(_)),
                _ => false,
            };
            flavor.engine() == Engine::MySql && is_left
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
    Rule {
        id: "table-copy",
        axis: Axis::Blocking,
        grade: Grade::High,
        reason: "every row is written again while writers of the table wait, small as the change is",
        way_out: "apply it in a maintenance window, with an approval of this plan",
        applies: |step, flavor| {
            is_server(flavor) && is_small(step) && rewrites(step) && blocks(step)
        },
    },
];

/// Whether the change touches the catalogue alone where nothing is in the way, so that no other rule looks at its rows.
fn is_small(step: &Step) -> bool {
    match edit(step) {
        Edit::Drop(_) | Edit::Rename { .. } => true,
        Edit::Create(object) | Edit::Alter { to: object, .. } => {
            matches!(
                object,
                Object::Comment(..) | Object::ConstraintComment(..) | Object::Default(..)
            )
        }
    }
}

fn rewrites(step: &Step) -> bool {
    step.statements.iter().any(|statement| statement.rewrites)
}
