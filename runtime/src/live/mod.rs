//! The only code that talks to a database.
//!
//! In: questions of the stages, and statements to run. Out: models, answers, or an error.
//! Decides nothing: what may run was settled before.

pub(crate) mod clock;
mod connection;
mod driver;
pub(crate) mod execute;
pub(crate) mod fingerprint;
#[cfg(feature = "cli")]
pub(crate) mod history;
pub(crate) mod home;
pub(crate) mod lock;
#[cfg(feature = "mysql")]
pub mod mysql;
#[cfg(feature = "postgres")]
pub mod postgres;
pub(crate) mod preflight;
#[cfg(feature = "mysql")]
mod refusal;
pub(crate) mod spelling;
#[cfg(feature = "sqlite")]
pub mod sqlite;
pub(crate) mod state;
mod target;

pub use connection::Connection;
pub(crate) use driver::is_lock_conflict;
#[cfg(feature = "testing")]
pub(crate) use target::Options;
pub use target::Target;

use serde::{Deserialize, Serialize};

use crate::model::{Flavor, TableName};

/// What a session is told before anything is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Server {
    /// Vendor and version.
    pub flavor: Flavor,
    /// The namespace that names without one are in, where the server has such a thing.
    pub namespace: Option<String>,
    /// What the session would take in its place, were it there: the names that stand before it in the
    /// search path.
    pub passed_over: Vec<String>,
    /// Whether a table for trueup's state is in that namespace, where that is told beforehand.
    pub keeps_state: Option<bool>,
    /// Kinds of objects that the database has none of, where that is told beforehand.
    pub lacking: Vec<&'static str>,
}

impl Server {
    /// A server that tells nothing more beforehand.
    pub(crate) const fn new(flavor: Flavor, namespace: Option<String>) -> Self {
        Self {
            flavor,
            namespace,
            passed_over: Vec::new(),
            keeps_state: None,
            lacking: Vec::new(),
        }
    }
}

/// Which namespaces are read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scope {
    /// Every namespace that is not the system's.
    All,
    /// The default namespace and these.
    Namespaces(Vec<String>),
}

/// An expression whose spelling by the server is wanted.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Expression {
    /// The table that it belongs to; for a domain, the domain.
    pub table: TableName,
    /// What it is.
    pub place: Place,
    /// Its text.
    pub text: String,
}

/// Where an expression stands.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Place {
    /// The default of a column.
    Default(String),
    /// A generated column.
    Generated(String),
    /// A check.
    Check(String),
    /// The predicate of an index.
    Predicate(String),
    /// The part of an index at that position, from zero.
    Part(String, usize),
    /// An exclusion constraint.
    Exclusion(String),
    /// The default of a domain.
    DomainDefault,
    /// A check of a domain.
    DomainCheck(String),
    /// A trigger.
    Trigger(String),
    /// The query of a view; the table is then the view.
    Query,
    /// The columns of a view, as a JSON list of names and types; never a place of a spelling.
    Columns,
}
