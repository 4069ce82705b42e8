//! What needs the lock: execution, verification, and what is remembered of them.
//!
//! In: the lock's token and a survey made under it. Out: a report.

use std::collections::BTreeMap;
use std::time::Instant;

use super::Migrator;
use super::adoption::ADOPTED;
use super::memory::{origins, owned};
use super::proposal::{Agreement, without_work};
use super::record::description;
use super::survey::Survey;
use crate::comparison::Comparison;
use crate::config::Config;
use crate::consent;
use crate::diff::Change;
use crate::error::Error;
use crate::live::execute::{Ran, execute, record};
use crate::live::lock::Lock;
use crate::live::preflight::foreign_key_violations;
use crate::live::spelling::learn;
use crate::live::state::{self, History, Memory, RecordStatus, Spelling};
use crate::live::{Connection, Expression, is_lock_conflict};
use crate::model::Engine;
use crate::plan::batches;
use crate::report::{Report, Status};

type Unrecorded = (Error, Option<Box<History>>);

/// What a run left behind.
struct Verified {
    memory: Memory,
    /// The hash of the live schema.
    live: String,
    /// What the next boot is told when nothing moves until then; none when something is left to do.
    seen: Option<String>,
    warnings: Vec<String>,
}

impl Migrator {
    /// Everything that needs the lock.
    pub(super) async fn locked(
        &self,
        work: &mut Connection,
        lock: &Lock,
        before: &Survey,
        agreement: Agreement,
        config: &Config,
        ran: &mut Vec<Ran>,
    ) -> Result<Report, Unrecorded> {
        let plain = |error: Error| (error, None);
        let again = self.survey_again(work, before, agreement).await;
        let again = again.map_err(plain)?;
        let survey = again.as_ref().unwrap_or(before);
        if agreement == Agreement::SamePlan && survey.plan.hash != before.plan.hash {
            return Err((Error::Moved, None));
        }
        if let Some(report) = without_work(survey, config.mode).map_err(plain)? {
            // Another instance was first.
            if work.engine() == Engine::Sqlite {
                self.commit(work).await.map_err(plain)?;
            }
            return Ok(report);
        }
        if let Some(refused) = survey.refused() {
            return Err((refused, None));
        }
        let history = Box::new(History::new(survey.plan.flavor, &config.application));
        let applied = self.apply(work, lock, survey, &history, config, ran);
        match applied.await {
            Ok(report) => Ok(report),
            Err(error) => Err((error, Some(history))),
        }
    }

    async fn apply(
        &self,
        work: &mut Connection,
        lock: &Lock,
        survey: &Survey,
        history: &History,
        config: &Config,
        ran: &mut Vec<Ran>,
    ) -> Result<Report, Error> {
        let batches =
            batches(&survey.plan, &survey.allowed(), &survey.live).map_err(Error::Unsupported)?;
        let is_sqlite = work.engine() == Engine::Sqlite;
        let dangling = if is_sqlite {
            foreign_key_violations(work).await?
        } else {
            0
        };
        self.begin(work, survey, history).await?;

        execute(work, lock, &survey.plan, &batches, history, config, ran).await?;
        let Verified {
            memory,
            live,
            seen,
            warnings,
        } = self.verify(work, survey, ran).await?;

        let mut end = vec![history.finish(RecordStatus::Applied, None)];
        end.extend(history.remember(survey.applied(), &live, &memory, seen.as_deref())?);
        if is_sqlite {
            record(work, &end).await?;
            if foreign_key_violations(work).await? > dangling {
                return Err(Error::Execute {
                    step: 0,
                    sql: "PRAGMA foreign_key_check".to_owned(),
                    applied: 0,
                    source: Some("rows would refer to rows that are gone, or a foreign key to columns that are no key".into()),
                });
            }
            self.commit(work).await?;
        } else {
            end.insert(0, "BEGIN".to_owned());
            end.push("COMMIT".to_owned());
            record(work, &end).await?;
        }

        let mut report = survey.report();
        report.mark(ran);
        report.version = Some(history.version.clone());
        report.warnings.extend(warnings);
        report.status = if report.held_back().next().is_some() {
            Status::Partial
        } else if ran.is_empty() {
            Status::UpToDate
        } else {
            Status::Completed
        };
        Ok(report)
    }

    /// Makes trueup's own tables and opens the record.
    async fn begin(
        &self,
        work: &mut Connection,
        survey: &Survey,
        history: &History,
    ) -> Result<(), Error> {
        let mut start = survey.bootstrap.clone();
        start.push(history.forget());
        start.extend(history.close_abandoned());
        start.push(history.start(
            &match survey.adoption {
                Some(_) => ADOPTED.to_owned(),
                None => description(&survey.plan, &survey.allowed()),
            },
            &survey.plan.hash,
            survey.applied(),
            survey.state.desired.as_deref(),
        ));
        let outcome = work.execute(&start.join(";\n")).await;
        outcome.map_err(|source| Error::History {
            what: "trueup's own tables cannot be made or written".to_owned(),
            source: Some(source),
        })
    }

    /// Reads the database again: what was applied must leave nothing to change.
    async fn verify(
        &self,
        work: &mut Connection,
        survey: &Survey,
        ran: &[Ran],
    ) -> Result<Verified, Error> {
        let scope = self.scope(&survey.desired);
        let fingerprint = self.fingerprint(work, &scope).await?;
        let whole = work
            .inspect(&survey.server, &scope, self.config.inspect_timeout)
            .await?;
        let live = state::without_own(whole);
        let steps: Vec<_> = ran
            .iter()
            .filter_map(|ran| survey.plan.step(ran.step))
            .collect();

        // What was just made is read as it is now, whatever it was read as before.
        let known = survey.compared.spellings.iter().cloned();
        let known = known.chain(learn(&survey.desired.schema, &live, &steps));
        let spellings: BTreeMap<Expression, Spelling> =
            known.map(|one| (one.expression(), one)).collect();
        let mut memory = Memory {
            base: owned(&live, survey),
            origins: origins(&survey.desired.intents),
            spellings: spellings.into_values().collect(),
            unsettled: survey
                .state
                .memory
                .as_ref()
                .map(|memory| memory.unsettled.clone())
                .unwrap_or_default(),
        };
        let left = Comparison::of(
            &live,
            &survey.desired,
            Some(&memory),
            self.ownership,
            Some(work),
        )
        .await?
        .plan(&live)?;

        let mut warnings = Vec::new();
        // What is only away for a moment is no difference: what it makes way for is.
        for step in left.steps.iter().filter(|step| !step.is_away) {
            let (kind, object) = (step.change.kind(), step.change.object());
            // A value that goes is a change of its own beside one that comes.
            let is_same = |one: &Change| {
                one.kind() == kind && one.object() == object && one.cause == step.change.cause
            };
            let mut planned = survey.plan.steps.iter();
            // Of an object that changes in several steps the rest may have waited.
            let has_waited = planned
                .any(|one| is_same(&one.change) && !steps.iter().any(|done| done.id == one.id));
            if !has_waited && steps.iter().any(|done| is_same(&done.change)) {
                memory.unsettled.insert(consent::unsettled_key(step));
                let warning = format!(
                    "{} was applied, and is still different when read back; it is not tried again",
                    step.summary
                );
                tracing::warn!(target: "trueup::verify", "{warning}");
                warnings.push(warning);
            }
        }
        let seen = if left.steps.is_empty() {
            self.seen(Report::of(&left, &[], &[]), &survey.desired, fingerprint)?
        } else {
            None
        };
        Ok(Verified {
            memory,
            live: left.live_fingerprint,
            seen,
            warnings,
        })
    }

    pub(super) async fn commit(&self, work: &mut Connection) -> Result<(), Error> {
        let deadline = Instant::now() + self.config.statement_retry_timeout;
        loop {
            match work.execute("COMMIT").await {
                Ok(()) => return Ok(()),
                // Without a write-ahead log the commit waits for readers.
                Err(error) if is_lock_conflict(&error) && Instant::now() < deadline => {
                    tokio::time::sleep(self.config.lock_poll_interval).await;
                }
                Err(source) => {
                    return Err(Error::Execute {
                        step: 0,
                        sql: "COMMIT".to_owned(),
                        applied: 0,
                        source: Some(source),
                    });
                }
            }
        }
    }
}
