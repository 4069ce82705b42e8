//! Triggers, with the functions that come and go with them.
//!
//! In: triggers of the model. Out: their statements. A function that several triggers share is
//! nobody's here, and stays.

use super::locked;
use super::words::{quote, table as named, within};
use crate::dialect::{Lock, Rendered, Scene, Statement};
use crate::model::{TableName, Trigger};

pub(super) fn create(trigger: &Trigger, scene: Scene<'_>) -> Rendered {
    created(trigger, scene).into()
}

pub(super) fn drop(table: &TableName, trigger: &Trigger, scene: Scene<'_>) -> Rendered {
    let mut statements = vec![dropped(table, trigger, scene)];
    statements.extend(without_function(table, trigger));
    statements.into()
}

pub(super) fn alter(table: &TableName, from: &Trigger, to: &Trigger, scene: Scene<'_>) -> Rendered {
    let mut statements = vec![dropped(table, from, scene)];
    if !to.has_function() {
        statements.extend(without_function(table, from));
    }
    statements.push(created(to, scene));
    statements.into()
}

fn created(trigger: &Trigger, scene: Scene<'_>) -> Statement {
    locked(trigger.definition.clone(), Lock::Writes, scene)
}

fn dropped(table: &TableName, trigger: &Trigger, scene: Scene<'_>) -> Statement {
    let sql = format!("DROP TRIGGER {} ON {}", quote(&trigger.name), named(table));
    locked(sql, Lock::ReadsAndWrites, scene)
}

/// The statement that drops the function of a trigger, where it has one of its own.
pub(super) fn without_function(table: &TableName, trigger: &Trigger) -> Option<Statement> {
    trigger.has_function().then(|| {
        let sql = format!("DROP FUNCTION {}()", within(table, &trigger.name));
        Statement::new(sql)
    })
}
