//! Triggers.

use super::super::quote;
use super::statement;
use crate::dialect::{Rendered, Scene, Statement};
use crate::model::Trigger;

pub(in crate::dialect::sqlite) fn create(trigger: &Trigger, scene: Scene<'_>) -> Rendered {
    statement(trigger.definition.clone(), scene).into()
}

pub(in crate::dialect::sqlite) fn drop(trigger: &Trigger, scene: Scene<'_>) -> Rendered {
    dropped(trigger, scene).into()
}

pub(in crate::dialect::sqlite) fn replace(
    from: &Trigger,
    to: &Trigger,
    scene: Scene<'_>,
) -> Rendered {
    vec![
        dropped(from, scene),
        statement(to.definition.clone(), scene),
    ]
    .into()
}

fn dropped(trigger: &Trigger, scene: Scene<'_>) -> Statement {
    statement(format!("DROP TRIGGER {}", quote(&trigger.name)), scene)
}
