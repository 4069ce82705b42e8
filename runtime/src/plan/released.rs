//! Triggers that no longer name a table or a column when it goes or changes.
//!
//! In: steps. Out: whether one of them drops what inspection lists as a trigger, or gives it another text, before the step of what
//! its old text names. Orders nothing.

use std::collections::BTreeMap;

use super::bodies::{names, says};
use super::{Sides, Step};
use crate::diff::Edit;
use crate::model::{Engine, Object, Unsupported, tokens};

/// The step by which a trigger goes or changes, and its new text, by the names of its table and itself. SQLite is asked
/// by the dialect itself.
pub(super) struct Released {
    engine: Engine,
    triggers: BTreeMap<String, (usize, Option<String>)>,
}

impl Released {
    pub(super) fn by(steps: &[Step], sides: Sides<'_>) -> Self {
        let engine = sides.live.flavor.engine();
        let steps = steps.iter().filter(|_| engine != Engine::Sqlite);
        let triggers = steps.filter_map(|step| {
            let (table, trigger, text) = match &step.change.edit {
                Edit::Drop(Object::Trigger(table, from)) => (table, from, None),
                Edit::Alter {
                    to: Object::Trigger(table, to),
                    ..
                } => (table, to, Some(to.definition.clone())),
                _ => return None,
            };
            Some((format!("{table}.{}", trigger.name), (step.id, text)))
        });
        Self {
            engine,
            triggers: triggers.collect(),
        }
    }

    /// The step before that one by which the listed trigger no longer names what goes (MySQL, MariaDB).
    pub(super) fn lets_go(&self, item: &Unsupported, edit: &Edit, at: usize) -> Option<usize> {
        let Edit::Drop(object @ (Object::Table(_) | Object::Column(..))) = edit else {
            return None;
        };
        if self.engine != Engine::MySql || self.triggers.is_empty() || item.kind != "trigger" {
            return None;
        }
        let on = item.on.as_ref();
        let (step, text) = self.triggers.get(&format!("{}.{}", on?, item.object))?;
        let id = object.id();
        let (table, column) = (id.table()?, id.column());
        let text = text.as_deref();
        let is_free = text.is_none_or(|text| !says(text, on, table, column));
        (*step < at && is_free && names(item, table, column)).then_some(*step)
    }

    /// The steps before that one by which triggers no longer name what goes (MySQL, MariaDB).
    pub(super) fn before(&self, edit: &Edit, at: usize, items: &[Unsupported]) -> Vec<usize> {
        let items = match self.triggers.is_empty() {
            true => &[],
            false => items,
        };
        let steps = items.iter().filter_map(|item| self.lets_go(item, edit, at));
        steps.collect()
    }

    /// Whether the trigger that is listed over a column or a type no longer names it at that step (PostgreSQL, which lists
    /// it with its table's name). What a trigger names is among what its step needs, so the order is settled.
    pub(super) fn is_free(&self, item: &Unsupported, at: usize) -> bool {
        if self.engine != Engine::Postgres || item.kind != "trigger" {
            return false;
        }
        let Some((step, text)) = self.triggers.get(&item.object) else {
            return false;
        };
        let is_free = match (text, &item.column) {
            (None, _) => true,
            (Some(text), Some(column)) => {
                let words = tokens(text);
                let mut words = words.iter().filter_map(|word| word.identifier());
                !words.any(|word| word.eq_ignore_ascii_case(column))
            }
            (Some(_), None) => false,
        };
        *step < at && is_free
    }
}
