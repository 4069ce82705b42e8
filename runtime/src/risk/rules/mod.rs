//! The catalogue of rules, one file for each kind of object.
//!
//! Ids are stable and public. Facts about locks and work come from the statements; what a change does
//! to rows and to running code follows from the change.

mod column;
mod constraint;
mod enumeration;
mod index;
mod option;
mod outside;
mod partition;
mod table;
mod trigger;
mod view;

use super::{Axis, Grade};
use crate::dialect::{Lock, Statement};
use crate::diff::Edit;
use crate::model::{Engine, Flavor};
use crate::plan::Step;

/// One rule.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct Rule {
    /// Its id, in words joined by hyphens.
    pub id: &'static str,
    /// What it is about.
    pub axis: Axis,
    /// The grade that it gives.
    pub grade: Grade,
    /// Why.
    pub reason: &'static str,
    /// What to do about it.
    pub way_out: &'static str,
    /// Whether it applies.
    pub(super) applies: fn(&Step, Flavor) -> bool,
}

/// Every rule.
pub fn all() -> impl Iterator<Item = &'static Rule> {
    [
        table::RULES,
        column::RULES,
        constraint::RULES,
        enumeration::RULES,
        index::RULES,
        option::RULES,
        outside::RULES,
        trigger::RULES,
        view::RULES,
        partition::RULES,
    ]
    .into_iter()
    .flatten()
}

/// Whether a statement keeps writers away for a time that grows with the table.
fn blocks(step: &Step) -> bool {
    step.statements
        .iter()
        .any(|statement| statement.lock >= Lock::Writes && grows(statement))
}

/// Whether a statement's work grows with the table, and nobody has to wait for it.
fn works(step: &Step) -> bool {
    !blocks(step) && step.statements.iter().any(grows)
}

const fn grows(statement: &Statement) -> bool {
    statement.rewrites || statement.scans
}

/// SQLite locks its whole file, and rebuilds what its `ALTER TABLE` cannot change.
const fn is_server(flavor: Flavor) -> bool {
    !matches!(flavor.engine(), Engine::Sqlite)
}

const fn edit(step: &Step) -> &Edit {
    &step.change.edit
}
