//! `adopt`: a database that is there already is ours from now on, as it is.

use super::arguments::Adopt;
use super::database::target;
use super::migration::told;
use super::side::{Side, linked};
use super::{Exit, Output};
use crate::config::{Config, Mode};
use crate::error::Error;
use crate::migrate::{Failure, Migrator, without_others};
use crate::report::Report;

pub(super) async fn adopt(options: &Adopt, config: Config) -> Result<Output, Error> {
    // Whether anything may run is not asked: nothing does.
    let run = run(options, config.mode(Mode::Safe)).await;
    let exit = match &run {
        Ok(report) => Exit::differences_if(!report.steps.is_empty()),
        Err(_) => Exit::Error,
    };
    let report = run.as_ref().ok();
    let done = report.map(|report| match &report.version {
        Some(version) => {
            format!("adopted, in the history as {version}; nothing of the database was changed\n")
        }
        None => "adopted before; there was nothing to record\n".to_owned(),
    });
    let mut output = told(run, exit, options.json)?;
    if let Some(done) = done.filter(|_| !options.json) {
        output.stdout = if exit == Exit::Done {
            done
        } else {
            done + &output.stdout
        };
    }
    Ok(output)
}

async fn run(options: &Adopt, config: Config) -> Result<Report, Box<Failure>> {
    let failed = |error: Error| {
        Box::new(Failure {
            report: Report::without_plan().failed(&error, &[]),
            error,
        })
    };
    let migrator = migrator(options, &config).await.map_err(failed)?;
    let adoption = migrator.config(config).adopting(options.leave);
    let proposal = adoption.plan().await.map_err(failed)?;
    proposal.apply_or_tell().await
}

/// To the structs of the program; where it has none, to what is there and nobody else's.
async fn migrator(options: &Adopt, config: &Config) -> Result<Migrator, Error> {
    let target = target(options.database.url.as_deref())?;
    let migrator = Migrator::new(target.clone());
    if !linked()?.tables().is_empty() {
        return Ok(migrator);
    }
    let Some(loaded) = Side::Database(target).load(config).await? else {
        return Ok(migrator);
    };
    if let Some(connection) = loaded.connection {
        connection.close().await;
    }
    Ok(migrator.schema(without_others(loaded.schema, &loaded.state)))
}
