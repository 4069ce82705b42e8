//! The whole flow on one page.
//!
//! In: a database and the definitions. Out: a [`Report`], or an error. Looking whether anything moved is in `idle`,
//! reading everything in `survey`, deciding whether there is work in `proposal`, working in `apply`; what the
//! stages do is in their folders.

mod adoption;
mod apply;
mod idle;
mod memory;
mod proposal;
mod record;
mod source;
mod survey;
mod tenants;

#[cfg(feature = "cli")]
pub(crate) use adoption::without_others;
#[cfg(feature = "cli")]
pub(crate) use proposal::Failure;
pub use proposal::Proposal;
#[cfg(feature = "cli")]
pub(crate) use source::check_engine;
#[cfg(feature = "cli")]
pub(crate) use source::linked;
#[cfg(feature = "testing")]
pub(crate) use source::lowered;
pub use tenants::Tenants;

use crate::config::{Config, Mode};
use crate::diff::Ownership;
use crate::error::Error;
use crate::live::{Connection, Target};
use crate::meta::Registry;
use crate::model::{Day, Schema};
use crate::report::Report;
use adoption::Adoption;
use proposal::Agreement;
use source::Source;

/// Brings the database to the schema of every table that is linked into the program, with the
/// settings of the environment ([`Config::from_env`]).
///
/// # Errors
///
/// When a variable of the environment has no meaning, the definitions contradict themselves, the
/// database cannot be reached, a step that the code needs may not run (nothing was changed then), or a
/// statement fails.
pub async fn migrate(database: impl Into<Target>) -> Result<Report, Error> {
    let config = Config::from_env()?;
    Migrator::new(database).config(config).migrate().await
}

/// A migration with settings of its own: the defaults, until [`config`](Migrator::config) gives others.
#[derive(Debug, Clone)]
pub struct Migrator {
    target: Target,
    config: Config,
    source: Source,
    ownership: Ownership,
    limit: Option<usize>,
    adoption: Option<Adoption>,
    today: Option<Day>,
}

impl Migrator {
    /// A migration of the database behind a pool. It connects by itself, outside of the pool.
    pub fn new(database: impl Into<Target>) -> Self {
        Self {
            target: database.into(),
            config: Config::default(),
            source: Source::Linked,
            ownership: Ownership::Recorded,
            limit: None,
            adoption: None,
            today: None,
        }
    }

    /// With these settings.
    #[must_use]
    pub fn config(mut self, config: Config) -> Self {
        self.config = config;
        self
    }

    /// With this mode.
    #[must_use]
    pub fn mode(mut self, mode: Mode) -> Self {
        self.config.mode = mode;
        self
    }

    /// To these tables and no others, instead of those that are linked.
    #[must_use]
    pub fn registry(mut self, registry: Registry) -> Self {
        self.source = Source::Given(registry);
        self
    }

    /// To this schema, instead of one that structs declare.
    #[must_use]
    pub fn schema(mut self, schema: Schema) -> Self {
        self.source = Source::Schema(Box::new(schema));
        self
    }

    /// Takes everything in the compared namespaces as ours, so that what is not desired is dropped.
    #[must_use]
    pub const fn prune(mut self) -> Self {
        self.ownership = Ownership::Everything;
        self
    }

    /// Runs only so many of the steps, and those that they need. What is left is not refused, because
    /// the caller asked for a part.
    #[must_use]
    pub const fn limit(mut self, steps: usize) -> Self {
        self.limit = Some(steps);
        self
    }

    /// As if it were that day in UTC. It tells which partitions a table has that are made as time goes on.
    #[must_use]
    pub const fn today(mut self, today: Day) -> Self {
        self.today = Some(today);
        self
    }

    /// Looks, and changes nothing.
    ///
    /// # Errors
    ///
    /// When the definitions contradict themselves, or the database cannot be read.
    pub async fn plan(self) -> Result<Proposal, Error> {
        let config = self.config.clone().checked()?;
        let mut connection = Connection::bare(&self.target, &config).await?;
        let server = connection.prepare_and_identify(&config).await?;
        let survey = self.survey_patiently(&mut connection, &server).await;
        connection.close().await;
        Ok(Proposal {
            survey: survey?,
            migrator: self,
        })
    }

    /// Looks and applies.
    ///
    /// # Errors
    ///
    /// As [`migrate`].
    pub async fn migrate(self) -> Result<Report, Error> {
        let config = self.config.clone().checked()?;
        let mut connection = Connection::bare(&self.target, &config).await?;
        if let Some(report) = self.unmoved(&mut connection).await {
            connection.close().await;
            return Ok(report);
        }
        let survey = match self.survey_and_keep(&mut connection).await {
            Ok(survey) => survey,
            Err(error) => {
                connection.close().await;
                return Err(error);
            }
        };
        let proposal = Proposal {
            survey,
            migrator: self,
        };
        let run = proposal.run(Agreement::AnyPlan, Some(connection)).await;
        run.map_err(|failure| failure.error)
    }
}
