//! Finds what stands in the way of a step: objects that are not ours or cannot be put back.

use super::Step;
use crate::dialect::Obstacle;
use crate::diff::Edit;
use crate::model::{Kind, Object, ObjectId, Schema, Unsupported};

/// Marks each step that something else depends on.
pub(super) fn find(steps: &mut [Step], live: &Schema, foreign: &[ObjectId]) {
    let facts = live.facts();
    for step in steps.iter_mut().filter(|step| step.obstacle.is_none()) {
        let Some(lost) = lost(&step.change.edit) else {
            continue;
        };
        let holder = live
            .unsupported
            .iter()
            .find(|item| hangs_on(item, &step.change.edit));
        if let Some(item) = holder {
            step.obstacle = Some(Obstacle::new(
                &item.object,
                format!(
                    "this {} depends on `{lost}` and cannot be put back",
                    item.kind
                ),
                format!(
                    "drop the {0} `{1}` yourself, apply, and create it again",
                    item.kind, item.object
                ),
            ));
            continue;
        }
        let user = facts
            .iter()
            .find(|fact| foreign.contains(&fact.id) && fact.requires.contains(&lost));
        if let (Some(user), Edit::Drop(_)) = (user, &step.change.edit) {
            step.obstacle = Some(Obstacle::new(
                &user.id,
                format!("it depends on `{lost}` and is not ours to drop"),
                format!("drop `{}` yourself, or declare it", user.id),
            ));
        }
    }
}

/// The object whose dependants would break.
fn lost(edit: &Edit) -> Option<ObjectId> {
    match edit {
        Edit::Drop(object)
            if matches!(
                object.id().kind(),
                Kind::Namespace | Kind::Table | Kind::Column
            ) =>
        {
            Some(object.id())
        }
        Edit::Alter {
            from: Object::Column(_, from),
            to: Object::Column(_, to),
        } if from.data_type != to.data_type || from.generated != to.generated => {
            Some(edit.object())
        }
        _ => None,
    }
}

/// Kinds that are a setting of their table or column: they go or stay with it, and break nothing.
const SETTINGS: &[&str] = &[
    "check",
    "clustered index",
    "column compression",
    "column options",
    "column statistics target",
    "column storage",
    "comment",
    "exclusion constraint",
    "extended statistics",
    "foreign key",
    "index statistics target",
    "not null constraint",
    "primary key option",
    "replica identity",
    "replica identity index",
    "row level security",
    "sequence",
    "table access method",
    "table tablespace",
];

fn hangs_on(item: &Unsupported, edit: &Edit) -> bool {
    if let Edit::Drop(Object::Namespace(name)) = edit {
        return item.object.split('.').next() == Some(name) && item.object != *name;
    }
    if SETTINGS.contains(&item.kind.as_str()) {
        return false;
    }
    let (Some(table), id) = (&item.on, edit.object()) else {
        return false;
    };
    if id.table() != Some(table) {
        return false;
    }
    match (edit, &item.column) {
        // What belongs to the table goes with it; only what stands outside is in the way.
        (Edit::Drop(Object::Table(_)), _) => {
            !matches!(item.kind.as_str(), "trigger" | "policy" | "rule")
        }
        (_, Some(column)) => id.column() == Some(column),
        (_, None) => false,
    }
}
