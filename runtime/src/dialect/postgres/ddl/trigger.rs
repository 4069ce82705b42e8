//! Triggers, with the functions that come and go with them.
//!
//! In: triggers of the model. Out: their statements. A function that several triggers share is
//! nobody's here, and stays.

use super::locked;
use super::words::{literal, quote, table as named, within};
use crate::dialect::{Lock, Rendered, Scene, Statement};
use crate::model::{TableName, Trigger};

/// What a trigger does that nobody set otherwise.
const USUAL: &str = "ENABLE";

pub(super) fn create(table: &TableName, trigger: &Trigger, scene: Scene<'_>) -> Rendered {
    created(table, trigger, scene).into()
}

pub(super) fn drop(table: &TableName, trigger: &Trigger, scene: Scene<'_>) -> Rendered {
    let mut statements = vec![dropped(table, trigger, scene)];
    statements.extend(without_function(table, trigger));
    statements.into()
}

pub(super) fn alter(table: &TableName, from: &Trigger, to: &Trigger, scene: Scene<'_>) -> Rendered {
    if from.definition == to.definition {
        return set(table, from, to, scene).into();
    }
    let mut statements = vec![dropped(table, from, scene)];
    if !to.has_function() {
        statements.extend(without_function(table, from));
    }
    statements.extend(created(table, to, scene));
    statements.into()
}

fn created(table: &TableName, trigger: &Trigger, scene: Scene<'_>) -> Vec<Statement> {
    let usual = Trigger::new(&*trigger.name, &*trigger.definition);
    let mut statements = vec![locked(trigger.definition.clone(), Lock::Writes, scene)];
    statements.extend(set(table, &usual, trigger, scene));
    statements
}

/// What is told of a trigger beside its text.
fn set(table: &TableName, from: &Trigger, to: &Trigger, scene: Scene<'_>) -> Vec<Statement> {
    let (name, on) = (quote(&to.name), named(table));
    let mut statements = Vec::new();
    if from.firing != to.firing {
        let firing = to.firing.as_deref().unwrap_or(USUAL);
        let sql = format!("ALTER TABLE {on} {firing} TRIGGER {name}");
        statements.push(locked(sql, Lock::Writes, scene));
    }
    if from.comment != to.comment {
        let text = to.comment.as_deref();
        let text = text.map_or_else(|| "NULL".to_owned(), literal);
        let sql = format!("COMMENT ON TRIGGER {name} ON {on} IS {}", text.trim_start());
        statements.push(locked(sql, Lock::SchemaChanges, scene));
    }
    statements
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
