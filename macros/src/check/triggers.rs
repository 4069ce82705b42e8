//! Rules about triggers.
//!
//! In: the triggers of a table. Out: every name that is unusable or taken, and what a database that the
//! table is meant for cannot do. Does not look into the SQL.

use super::names::once;
use crate::attr::{Engine, Sql, Trigger};
use crate::errors::Errors;
use crate::input::Input;

/// Finds what is wrong with the triggers.
pub(super) fn triggers(input: &Input, errors: &mut Errors) {
    let triggers = &input.words.triggers;
    for trigger in triggers {
        databases(
            trigger,
            input.words.engines.as_deref().unwrap_or_default(),
            errors,
        );
    }
    once(
        triggers.iter().map(|trigger| &trigger.name),
        "trigger",
        errors,
    );
}

fn databases(trigger: &Trigger, engines: &[Engine], errors: &mut Errors) {
    for engine in engines {
        let (title, word) = (engine.title(), engine.word());
        if let Sql::Each(texts) = &trigger.sql
            && texts[*engine as usize].is_none()
            && let Some(text) = texts.iter().flatten().next()
        {
            errors.add(
                text.span,
                format!("the table is meant for {title}, and the trigger has no text for it\nhelp: write `{word} = \"...\"` as well"),
            );
        } else if let ([_, (_, second), ..], true) =
            (&trigger.events[..], *engine != Engine::Postgres)
        {
            errors.add(
                *second,
                format!("{title} fires a trigger at one event, and the table is meant for it\nhelp: write a trigger for each event"),
            );
        }
    }
}
