//! Records of runs that did not end well.
//!
//! In: an error, or a record whose process is gone. Out: the record, closed. What goes wrong here is told
//! beside the first error, never instead of it.

use std::time::Duration;

use super::Migrator;
use super::survey::Survey;
use crate::config::{Config, Mode};
use crate::error::Error;
use crate::live::execute::record;
use crate::live::lock::Lock;
use crate::live::preflight::check_writable;
use crate::live::state::{self, History, RecordStatus};
use crate::live::{Connection, Scope};
use crate::model::Engine;
use crate::plan::Plan;

impl Migrator {
    /// Closes the records of runs whose processes are gone, when nobody holds the lock. There is nothing
    /// else to do, so nothing that goes wrong here keeps the program from starting.
    pub(super) async fn close_abandoned(&self, survey: &Survey, config: Config) {
        let config = config.lock_wait_timeout(Duration::ZERO);
        if matches!(config.mode, Mode::DryRun | Mode::Verify) {
            return;
        }
        let closing = async {
            let mut work = Connection::open(&self.target, &config).await?;
            check_writable(&mut work).await?;
            let lock = Lock::acquire(&self.target, &config, &mut work).await?;
            let history = History::new(survey.plan.flavor, &config.application);
            let closed = record(&mut work, &history.close_abandoned()).await;
            if work.engine() == Engine::Sqlite && closed.is_ok() {
                self.commit(&mut work).await?;
            }
            work.close().await;
            lock.release().await;
            closed
        };
        match closing.await {
            // Somebody is at work.
            Ok(()) | Err(Error::Locked { .. }) => {}
            Err(error) => {
                tracing::warn!(target: "trueup::history", error = error.report(), "the record of a run that was killed stays open");
            }
        }
    }

    /// Closes the record of a run that failed. The first error is what the caller hears of; when this
    /// fails too, it is told beside it.
    pub(super) async fn record_failure(
        &self,
        work: &mut Connection,
        history: &History,
        error: &Error,
    ) {
        let text = error.report();
        let recorded = if work.engine() == Engine::Sqlite {
            self.record_sqlite_failure(work, history, &text).await
        } else {
            record(work, &[history.finish(RecordStatus::Failed, Some(&text))]).await
        };
        if let Err(error) = recorded {
            tracing::error!(target: "trueup::history", error = error.report(), "the failure could not be recorded");
        }
    }

    /// On SQLite the record went with the transaction, so it is written anew.
    async fn record_sqlite_failure(
        &self,
        work: &mut Connection,
        history: &History,
        text: &str,
    ) -> Result<(), Error> {
        let server = work.server().await?;
        let scope = Scope::Namespaces(Vec::new());
        let whole = work
            .inspect(&server, &scope, self.config.inspect_timeout)
            .await?;
        let mut statements = vec!["BEGIN IMMEDIATE".to_owned()];
        statements.extend(
            state::bootstrap(&whole)?
                .into_iter()
                .map(|statement| statement.sql),
        );
        statements.push(history.start("a migration that failed and was taken back", "", "", None));
        statements.push(history.finish(RecordStatus::Failed, Some(text)));
        statements.push("COMMIT".to_owned());
        record(work, &statements).await
    }
}

/// What the history shows of a migration: its first steps in words.
pub(super) fn description(plan: &Plan, allowed: &[usize]) -> String {
    let steps: Vec<&str> = plan
        .steps
        .iter()
        .filter(|step| allowed.contains(&step.id))
        .map(|step| step.summary.as_str())
        .collect();
    match steps.len() {
        0 => "nothing to change; the schema is taken as it is".to_owned(),
        1..=3 => steps.join("; "),
        count => format!("{}; and {} more", steps[..3].join("; "), count - 3),
    }
}
