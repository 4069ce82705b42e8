//! Takes triggers from the list of what is not managed, where they are compared.
//!
//! In: the sides. Out: the same, with such triggers on their tables. Makes no change itself.

use super::Paired;
use crate::model::{Engine, leave_functions, lift_triggers, listed_triggers, triggers_of};

pub(super) fn lift(paired: &mut Paired) {
    let declared = triggers_of(&paired.desired);
    let mut triggers = declared.clone();
    triggers.extend(paired.base.iter().flat_map(triggers_of));
    // A schema that is given as such says all there is, whoever made it.
    let is_given =
        !paired.intents.adopts_unstated && paired.live.flavor.engine() == Engine::Postgres;
    if is_given {
        let listed = listed_triggers(&paired.desired);
        lift_triggers(&mut paired.desired, &listed);
        triggers.extend(listed);
        triggers.extend(listed_triggers(&paired.live));
    }
    lift_triggers(&mut paired.live, &triggers);
    if is_given {
        leave_functions(&mut paired.desired, &declared);
        leave_functions(&mut paired.live, &declared);
    }
}
