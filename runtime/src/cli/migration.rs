//! `plan`, `apply` and `verify`: one plan, looked at, carried out, or demanded to be done.

use serde::Serialize;

use super::arguments::{Apply, Goal, Look, Plan};
use super::database::target;
use super::script::Script;
use super::side::Side;
use super::{Exit, Output};
use crate::config::{Config, Mode};
use crate::error::Error;
use crate::migrate::{Failure, Proposal};
use crate::report::{ChangeReport, FORMAT, Report, Status, StepReport, UnsupportedReport};

/// The plan as JSON.
#[derive(Debug, Serialize)]
struct Document<'a> {
    format: u32,
    hash: &'a str,
    steps: &'a [StepReport],
    foreign: &'a [ChangeReport],
    unsupported: &'a [UnsupportedReport],
}

pub(super) async fn plan(options: Plan, config: Config) -> Result<Output, Error> {
    let config = options.consent.apply_to(config);
    let proposal = options.goal.propose(config, options.consent.steps).await?;
    let report = proposal.report();
    let exit = Exit::differences_if(!report.steps.is_empty());
    if options.format.json {
        let document = Document {
            format: FORMAT,
            hash: &report.hash,
            steps: &report.steps,
            foreign: &report.foreign,
            unsupported: &report.unsupported,
        };
        return Output::json(&document, exit);
    }
    let text = if options.format.sql {
        Script::of_proposal(&proposal)?.in_transactions()
    } else if report.steps.is_empty() || report.held_back().next().is_some() {
        // The hash is named already, where there is something to approve.
        report.to_string()
    } else {
        format!("{report}plan {}\n", report.hash)
    };
    Ok(Output::done(text).ending(exit))
}

pub(super) async fn apply(options: Apply, config: Config) -> Result<Output, Error> {
    let config = options.consent.apply_to(config);
    let run = options.goal.run(config, options.consent.steps).await;
    let exit = match &run {
        Ok(report) => {
            let is_done = matches!(report.status, Status::UpToDate | Status::Completed);
            Exit::differences_if(!is_done)
        }
        Err(_) => Exit::Error,
    };
    told(run, exit, options.json)
}

pub(super) async fn verify(options: Look, config: Config) -> Result<Output, Error> {
    let run = options.goal.run(config.mode(Mode::Verify), None).await;
    let exit = match &run {
        Ok(report) => Exit::differences_if(!report.steps.is_empty()),
        Err(_) => Exit::Error,
    };
    told(run, exit, options.json)
}

impl Goal {
    pub(super) async fn propose(
        &self,
        config: Config,
        limit: Option<usize>,
    ) -> Result<Proposal, Error> {
        let target = target(self.database.url.as_deref())?;
        let side = Side::parse(&self.to)?;
        let mut migrator = side.migrator(&target, &config).await?.config(config);
        if self.prune {
            migrator = migrator.prune();
        }
        if let Some(steps) = limit {
            migrator = migrator.limit(steps);
        }
        migrator.plan().await
    }

    async fn run(&self, config: Config, limit: Option<usize>) -> Result<Report, Box<Failure>> {
        match self.propose(config, limit).await {
            Ok(proposal) => proposal.apply_or_tell().await,
            Err(error) => Err(Box::new(Failure {
                report: Report::without_plan().failed(&error, &[]),
                error,
            })),
        }
    }
}

/// JSON is complete also after an error; people read the error on standard error, and of the report
/// only what was changed in spite of it.
pub(super) fn told(
    run: Result<Report, Box<Failure>>,
    exit: Exit,
    json: bool,
) -> Result<Output, Error> {
    let (mut report, error) = match run {
        Ok(report) => (report, None),
        Err(failure) => (failure.report, Some(failure.error)),
    };
    let mut output = if json {
        Output::json(&report, exit)?
    } else if error.is_none() {
        Output::done(report.to_string()).ending(exit)
    } else {
        report.error = None;
        let has_applied = report.applied().next().is_some();
        let text = if has_applied {
            report.to_string()
        } else {
            String::new()
        };
        Output::done(text).ending(exit)
    };
    if let Some(error) = &error {
        output.stderr = Output::error(error).stderr;
    }
    Ok(output)
}
