//! A trigger as the derive describes it.

use super::SqlMeta;

/// What happens at each write of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct TriggerMeta {
    /// Its name.
    pub name: &'static str,
    /// Whether it happens before the write, and may change the row.
    pub before: bool,
    /// At which writes.
    pub events: &'static [EventMeta],
    /// What happens. A database that has no text has no such trigger.
    pub sql: SqlMeta,
}

/// A write of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum EventMeta {
    /// A new row.
    Insert,
    /// A row that changes.
    Update,
    /// A row that goes.
    Delete,
}
