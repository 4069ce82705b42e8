//! Takes triggers from the list of what is not managed, where they are compared.
//!
//! In: the sides. Out: the same, with such triggers on their tables. Makes no change itself.

use super::Paired;
use crate::model::{
    Schema, leave_functions, lift_triggers, listed_triggers, ordered_triggers, triggers_of,
};

pub(super) fn lift(paired: &mut Paired) {
    let declared = triggers_of(&paired.desired);
    let mut triggers = declared.clone();
    triggers.extend(paired.base.iter().flat_map(triggers_of));
    // A schema that is given as such says all there is, whoever made it.
    let is_given = !paired.intents.adopts_unstated;
    if is_given {
        let mut ordered = ordered_triggers(&paired.desired);
        ordered.extend(ordered_triggers(&paired.live));
        let alone = |schema: &Schema| {
            let mut ids = listed_triggers(schema);
            ids.retain(|id| !ordered.contains(id));
            ids
        };
        let listed = alone(&paired.desired);
        triggers.extend(alone(&paired.live));
        lift_triggers(&mut paired.desired, &listed);
        triggers.extend(listed);
    }
    lift_triggers(&mut paired.live, &triggers);
    if is_given {
        leave_functions(&mut paired.desired, &declared);
        leave_functions(&mut paired.live, &declared);
    }
    adopt(paired);
}

/// What no struct says of a trigger, and whose privileges it has, stay as they are found.
fn adopt(paired: &mut Paired) {
    for table in &mut paired.desired.tables {
        for trigger in &mut table.triggers {
            let live = paired.live.table(&table.name);
            let found = live.and_then(|live| {
                let mut others = live.triggers.iter();
                others.find(|other| other.name == trigger.name)
            });
            trigger.definer = found.and_then(|found| found.definer.clone());
            if trigger.mode.is_none() {
                trigger.mode = found.and_then(|found| found.mode.clone());
            }
        }
    }
}
