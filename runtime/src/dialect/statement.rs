//! One SQL text with its facts.

use serde::{Deserialize, Serialize};

use crate::model::{Flavor, Object, TableName};

/// What the lock of a statement keeps others from doing while it is held.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Lock {
    /// Nothing.
    None,
    /// Other changes of the same table's schema.
    SchemaChanges,
    /// Writes.
    Writes,
    /// Reads and writes.
    ReadsAndWrites,
}

/// One SQL statement, and what it does to others while it runs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Statement {
    /// The text, without a semicolon at its end.
    pub sql: String,
    /// Whether it can run in a transaction with others, and be taken back with them.
    pub transactional: bool,
    /// What its strongest lock on an existing table forbids.
    pub lock: Lock,
    /// Whether it writes every row again.
    pub rewrites: bool,
    /// Whether it reads every row.
    pub scans: bool,
}

impl Statement {
    /// A statement that touches the catalogue alone, and no table that exists.
    pub fn new(sql: impl Into<String>) -> Self {
        Self {
            sql: sql.into(),
            transactional: true,
            lock: Lock::None,
            rewrites: false,
            scans: false,
        }
    }

    /// The same, holding a lock on a table that exists.
    #[must_use]
    pub const fn locking(mut self, lock: Lock) -> Self {
        self.lock = lock;
        self
    }

    /// The same, reading every row.
    #[must_use]
    pub const fn scanning(mut self) -> Self {
        self.scans = true;
        self
    }

    /// The same, writing every row again.
    #[must_use]
    pub const fn rewriting(mut self) -> Self {
        self.rewrites = true;
        self
    }

    /// The same, unable to run in a transaction with others.
    #[must_use]
    pub const fn alone(mut self) -> Self {
        self.transactional = false;
        self
    }
}

/// The statements of one edit.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Rendered {
    /// The statements, in order. Empty when the engine has nothing to do.
    pub statements: Vec<Statement>,
    /// The table that they rebuild: rebuilds of one table that follow each other become one.
    pub rebuilds: Option<TableName>,
}

impl From<Vec<Statement>> for Rendered {
    fn from(statements: Vec<Statement>) -> Self {
        Self {
            statements,
            rebuilds: None,
        }
    }
}

impl From<Statement> for Rendered {
    fn from(statement: Statement) -> Self {
        vec![statement].into()
    }
}

/// Why an edit cannot be made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[error("`{object}`: {reason}; {way_out}")]
pub struct Obstacle {
    /// The object in the way, or the one that cannot be changed.
    pub object: String,
    /// Why.
    pub reason: String,
    /// What to do.
    pub way_out: String,
}

impl Obstacle {
    /// An obstacle.
    #[expect(
        clippy::needless_pass_by_value,
        reason = "callers have names and ids alike at hand"
    )]
    pub fn new(
        object: impl ToString,
        reason: impl Into<String>,
        way_out: impl Into<String>,
    ) -> Self {
        Self {
            object: object.to_string(),
            reason: reason.into(),
            way_out: way_out.into(),
        }
    }

    /// That rows would have to move to other partitions, which no server does in place.
    #[must_use]
    pub fn moves_rows(object: impl ToString, reason: &str) -> Self {
        Self::new(
            object,
            reason,
            "create a table that is divided as you want, copy the rows, and rename both tables",
        )
    }

    /// That the server has no objects of this kind, or that they are not handled there.
    #[must_use]
    pub fn unsupported(object: &Object, flavor: Flavor) -> Self {
        let id = object.id();
        Self::new(
            &id,
            format!("{} has no {}", flavor.vendor, id.kind().words()),
            "take it away, or limit it to the databases that have it",
        )
    }
}
