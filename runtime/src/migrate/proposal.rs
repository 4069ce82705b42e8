//! A plan with its decisions, to look at and to apply.
//!
//! In: a survey. Out: a report without work, or the work under the lock.

use super::Migrator;
use super::survey::Survey;
use crate::config::Mode;
use crate::error::Error;
use crate::live::Connection;
use crate::live::execute::Ran;
use crate::live::lock::Lock;
use crate::live::preflight::check_writable;
use crate::model::Engine;
#[cfg(feature = "cli")]
use crate::plan::batches;
use crate::report::{OUTDATED, Report, Status};

/// Which plan may be applied.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Agreement {
    /// The one that was looked at.
    SamePlan,
    /// Whichever is right when the lock is held.
    AnyPlan,
}

/// A plan with its findings and decisions: a value to look at, and to apply.
#[derive(Debug, Clone)]
pub struct Proposal {
    pub(super) survey: Survey,
    pub(super) migrator: Migrator,
}

impl Proposal {
    /// The steps with their grades, as they would run now.
    #[must_use]
    pub fn report(&self) -> Report {
        self.survey.report()
    }

    /// The hash that an approval names.
    #[must_use]
    pub fn hash(&self) -> &str {
        &self.survey.plan.hash
    }

    /// Applies this very plan.
    ///
    /// # Errors
    ///
    /// As [`migrate`](crate::migrate()), and when the database moved in between.
    pub async fn apply(self) -> Result<Report, Error> {
        let run = self.run(Agreement::SamePlan, None).await;
        run.map_err(|failure| failure.error)
    }

    /// As [`apply`](Self::apply); when it fails, it tells how far it came.
    #[cfg(feature = "cli")]
    pub(crate) async fn apply_or_tell(self) -> Result<Report, Box<Failure>> {
        self.run(Agreement::SamePlan, None).await
    }

    /// The kind of database.
    #[cfg(feature = "cli")]
    pub(crate) const fn engine(&self) -> Engine {
        self.survey.plan.flavor.engine()
    }

    /// What would run now, in transactions, with the rebuilds of one table merged.
    #[cfg(feature = "cli")]
    pub(crate) fn batches(&self) -> Result<Vec<crate::plan::Batch>, Error> {
        let survey = &self.survey;
        batches(&survey.plan, &survey.allowed(), &survey.live).map_err(Error::Unsupported)
    }

    /// Does the work, in the session where there is one already.
    pub(super) async fn run(
        self,
        agreement: Agreement,
        session: Option<Connection>,
    ) -> Result<Report, Box<Failure>> {
        let mut ran = Vec::new();
        let outcome = self.try_run(agreement, session, &mut ran).await;
        outcome.map_err(|error| {
            let report = self.survey.report().failed(&error, &ran);
            Box::new(Failure { error, report })
        })
    }

    async fn try_run(
        &self,
        agreement: Agreement,
        mut session: Option<Connection>,
        ran: &mut Vec<Ran>,
    ) -> Result<Report, Error> {
        let Self { survey, migrator } = self;
        let config = migrator.config.clone().checked()?;
        let done = without_work(survey, config.mode);
        if !matches!(done, Ok(None))
            && let Some(session) = session.take()
        {
            session.close().await;
        }
        if let Some(report) = done? {
            if survey.state.is_running && report.status != Status::Ahead {
                migrator.close_abandoned(survey, config).await;
            }
            return Ok(report);
        }
        let mut work = match session {
            Some(session) => session,
            None => Connection::open(&migrator.target, &config).await?,
        };
        check_writable(&mut work).await?;
        let lock = Lock::acquire(&migrator.target, &config, &mut work).await?;
        let outcome = migrator
            .locked(&mut work, &lock, survey, agreement, &config, ran)
            .await;
        if outcome.is_err() && work.engine() == Engine::Sqlite {
            // The error is what counts; a rollback that fails too is done when the file is closed.
            let _ = work.execute("ROLLBACK").await;
            ran.clear();
        }
        let outcome = match outcome {
            Ok(report) => Ok(report),
            Err((error, history)) => {
                if let Some(history) = history {
                    migrator.record_failure(&mut work, &history, &error).await;
                }
                Err(error)
            }
        };
        work.close().await;
        lock.release().await;
        outcome
    }
}

/// A run that ended with an error, and how far it came.
#[derive(Debug)]
pub(crate) struct Failure {
    pub(crate) error: Error,
    /// Read by the command line alone.
    #[cfg_attr(not(feature = "cli"), expect(dead_code))]
    pub(crate) report: Report,
}

/// The report, when there is nothing to change.
pub(super) fn without_work(survey: &Survey, mode: Mode) -> Result<Option<Report>, Error> {
    let mut report = survey.report();
    if report.status == Status::Ahead {
        tracing::warn!(target: "trueup::migrate", "{OUTDATED}, so nothing was changed");
        return Ok(Some(report));
    }
    match mode {
        Mode::DryRun => return Ok(Some(report)),
        Mode::Verify => {
            let missing: Vec<_> = report
                .steps
                .iter()
                .filter(|step| step.required)
                .map(ToString::to_string)
                .collect();
            if missing.is_empty() {
                return Ok(Some(report));
            }
            return Err(Error::Verify {
                text: missing.concat(),
            });
        }
        Mode::Safe | Mode::Auto | Mode::Aggressive => {}
    }
    let is_idle =
        survey.allowed().is_empty() && survey.is_recorded() && survey.bootstrap.is_empty();
    if is_idle && survey.refused().is_none() {
        if !report.steps.is_empty() {
            report.status = Status::Partial;
        }
        return Ok(Some(report));
    }
    Ok(None)
}
