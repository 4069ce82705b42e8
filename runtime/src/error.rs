//! What can go wrong, one variant for each stage.

use std::fmt;

use crate::dialect::{Obstacle, SchemaError};
#[cfg(feature = "live")]
use crate::meta::Problem;
use crate::meta::RegistryError;

/// An error of trueup.
///
/// Expected outcomes (nothing to do, steps held back, another instance was first) are values of the
/// report, not errors. Each error has a stable [`code`](Error::code) and a [`hint`](Error::hint).
///
/// Its `Debug` is the [report](Error::report), since that is what a `main` that returns it prints.
#[derive(thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A setting cannot have its value.
    #[error("invalid configuration: {reason}")]
    Config {
        /// Which, and why.
        reason: String,
    },
    /// The definitions contradict themselves or the database's kind.
    #[error("the definitions cannot be used:\n{0}")]
    Schema(#[from] SchemaError),
    /// The database could not be reached, or is not one that can be migrated.
    #[error("cannot connect: {reason}")]
    Connect {
        /// Why, without secrets.
        reason: String,
        /// What the driver said.
        #[source]
        source: Option<DriverError>,
    },
    /// Another instance held the lock for too long.
    #[error("another instance is migrating this database: {holder}")]
    Locked {
        /// Who holds the lock, as far as the database tells.
        holder: String,
    },
    /// Reading the schema failed.
    #[error("cannot read the schema: {what}")]
    Inspect {
        /// What was being read.
        what: String,
        /// What the driver said.
        #[source]
        source: Option<DriverError>,
    },
    /// A change cannot be made on this database.
    #[error("unsupported: {0}")]
    Unsupported(#[source] Obstacle),
    /// A step that the code needs was not allowed to run, so nothing ran.
    #[error("the code needs steps that may not run:\n{text}")]
    Refused {
        /// The steps, their reasons and the ways out.
        text: String,
        /// The plan with its findings and decisions, as JSON.
        plan: Box<serde_json::Value>,
    },
    /// The database moved between planning and applying.
    #[error("the database changed since the plan was made")]
    Moved,
    /// A statement failed.
    #[error("step {step} failed: {sql}")]
    Execute {
        /// The step.
        step: usize,
        /// The statement, or what was done.
        sql: String,
        /// How many steps were applied and recorded before.
        applied: usize,
        /// What the driver said.
        #[source]
        source: Option<DriverError>,
    },
    /// trueup's own tables could not be read or written.
    #[error("cannot keep the history: {what}")]
    History {
        /// What was being done.
        what: String,
        /// What the driver said.
        #[source]
        source: Option<DriverError>,
    },
    /// The schema is not one that the code can run on.
    #[error("the code cannot run on this schema:\n{text}")]
    Verify {
        /// What is missing.
        text: String,
    },
    /// Some of many tenants could not be migrated.
    #[error("{failed} of {count} tenants cannot be served:\n{text}")]
    Tenants {
        /// How many failed.
        failed: usize,
        /// How many there are.
        count: usize,
        /// What each of them failed of.
        text: String,
    },
    /// A fault of trueup itself.
    #[error("internal fault: {0}")]
    Internal(String),
}

/// What the database driver said.
pub type DriverError = Box<dyn std::error::Error + Send + Sync>;

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.report())
    }
}

impl Error {
    /// A stable word for the kind of error.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Config { .. } => "config",
            Self::Schema(_) => "schema",
            Self::Connect { .. } => "connect",
            Self::Locked { .. } => "locked",
            Self::Inspect { .. } => "inspect",
            Self::Unsupported(_) => "unsupported",
            Self::Refused { .. } => "refused",
            Self::Moved => "moved",
            Self::Execute { .. } => "execute",
            Self::History { .. } => "history",
            Self::Verify { .. } => "verify",
            Self::Tenants { .. } => "tenants",
            Self::Internal(_) => "internal",
        }
    }

    /// What to do next.
    #[must_use]
    pub const fn hint(&self) -> &'static str {
        match self {
            Self::Config { .. } => "correct the setting",
            Self::Schema(_) => "correct the definitions",
            Self::Connect { .. } => "check the address, the server and the rights of the user",
            Self::Locked { .. } => "wait for the other instance, or raise `lock_wait_timeout`",
            Self::Inspect { .. } => {
                "check the server and the rights of the user, then start again: nothing was changed"
            }
            Self::Unsupported(_) => "make this change by hand, then start again",
            Self::Refused { .. } => {
                "see to what is said above, then start again: nothing was changed"
            }
            Self::Moved => "plan again, and look at the new plan",
            Self::Execute { .. } => {
                "correct the cause, then start again: it goes on where it stopped"
            }
            Self::History { .. } => "check that the user may create and write tables",
            Self::Verify { .. } => "run the migration, then start again",
            Self::Tenants { .. } => "see to each of them, then start again: the others are done",
            Self::Internal(_) => "report it, with the schema if you can",
        }
    }

    /// The error with its causes and what to do, as one text.
    #[must_use]
    pub fn report(&self) -> String {
        let mut text = self.to_string();
        let mut cause = std::error::Error::source(self);
        while let Some(error) = cause {
            let own = told(error);
            if !text.contains(&own) {
                text.push_str(": ");
                text.push_str(&own);
            }
            cause = error.source();
        }
        format!("{text}\nhelp: {}", self.hint())
    }
}

/// What an error says of itself, without its causes.
pub(crate) fn told(error: &(dyn std::error::Error + 'static)) -> String {
    let text = error.to_string();
    // The driver adds the line of the server's own source, which reads as if it were one of the statement.
    #[cfg(feature = "postgres")]
    if let Some(line) = server_line(error) {
        let plain = text.strip_suffix(&format!(" at line {line}"));
        return plain.unwrap_or(&text).to_owned();
    }
    text
}

#[cfg(feature = "postgres")]
fn server_line(error: &(dyn std::error::Error + 'static)) -> Option<usize> {
    let error = match error.downcast_ref() {
        Some(sqlx::Error::Database(error)) => error,
        _ => error.downcast_ref::<Box<dyn sqlx::error::DatabaseError>>()?,
    };
    let error = error.try_downcast_ref::<sqlx::postgres::PgDatabaseError>()?;
    error.line()
}

impl From<RegistryError> for Error {
    fn from(error: RegistryError) -> Self {
        let (problems, _) = error.into_parts();
        Self::Schema(SchemaError { problems })
    }
}

/// A text about a schema whose definitions are missing.
#[cfg(feature = "live")]
pub(crate) fn schema_problem(problem: impl fmt::Display) -> Error {
    Error::Schema(SchemaError {
        problems: vec![Problem::new(problem.to_string())],
    })
}
