//! Triggers of PostgreSQL that no longer name a column when it goes or changes.
//!
//! In: steps. Out: whether one of them drops what inspection lists as a trigger over the column, or gives it another text,
//! before the column's own step. Orders nothing: what a trigger names is among what it needs.

use std::collections::BTreeMap;

use super::{Sides, Step};
use crate::diff::Edit;
use crate::model::{Engine, Object, Unsupported, tokens};

/// The step by which a trigger goes or changes, and its new text, by the name under which it is listed.
pub(super) struct LetGo(BTreeMap<String, (usize, Option<String>)>);

impl LetGo {
    pub(super) fn by(steps: &[Step], sides: Sides<'_>) -> Self {
        let is_postgres = sides.live.flavor.engine() == Engine::Postgres;
        let steps = steps.iter().filter(|_| is_postgres);
        let changed = steps.filter_map(|step| match &step.change.edit {
            Edit::Drop(Object::Trigger(table, from)) => {
                Some((format!("{table}.{}", from.name), (step.id, None)))
            }
            Edit::Alter {
                to: Object::Trigger(table, to),
                ..
            } => {
                let text = to.definition.clone();
                Some((format!("{table}.{}", to.name), (step.id, Some(text))))
            }
            _ => None,
        });
        Self(changed.collect())
    }

    /// Whether the listed trigger no longer names the column at that step.
    pub(super) fn is_free(&self, item: &Unsupported, at: usize) -> bool {
        let Some((step, text)) = self.0.get(&item.object) else {
            return false;
        };
        let names = |column: &String| {
            let words = tokens(text.as_deref().unwrap_or_default());
            let mut words = words.iter().filter_map(|word| word.identifier());
            words.any(|word| word.eq_ignore_ascii_case(column))
        };
        let is_of_column = item.kind == "trigger" && item.column.is_some();
        is_of_column && *step < at && !item.column.as_ref().is_some_and(names)
    }
}
