//! What can go wrong, one variant for each stage.

use crate::dialect::Obstacle;

/// An error of trueup.
///
/// Expected outcomes (nothing to do, steps held back) are values of the report, not errors.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The database could not be reached, or is not one that can be migrated.
    #[error("cannot connect: {reason}")]
    Connect {
        /// Why, without secrets.
        reason: String,
        /// What the driver said.
        #[source]
        source: Option<DriverError>,
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
}

/// What the database driver said.
pub type DriverError = Box<dyn std::error::Error + Send + Sync>;
