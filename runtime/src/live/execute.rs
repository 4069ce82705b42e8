//! Runs batches of steps, and records each.
//!
//! In: batches, the lock's token, the history. Out: what ran; or the statement that failed and how far
//! it came. Statements of a transaction are sent together; only when that fails are they sent one by
//! one, to learn which it is.

use std::time::{Duration, Instant};

use super::connection::Connection;
use super::driver::is_lock_conflict;
use super::lock::Lock;
use super::state::{History, RecordStatus, StepRecord};
use crate::config::Config;
use crate::dialect::Statement;
use crate::error::{DriverError, Error, told};
use crate::model::Engine;
use crate::plan::{Batch, Plan};

/// A step that ran.
#[derive(Debug)]
pub(crate) struct Ran {
    pub(crate) step: usize,
    pub(crate) statements: Vec<Statement>,
    pub(crate) took: Duration,
}

/// Runs the batches in order. `ran` is filled as they go, also when one fails.
pub(crate) async fn execute(
    connection: &mut Connection,
    lock: &Lock,
    plan: &Plan,
    batches: &[Batch],
    history: &History,
    config: &Config,
    ran: &mut Vec<Ran>,
) -> Result<(), Error> {
    let run = Run {
        lock,
        plan,
        history,
        config,
    };
    // That the last step is done goes to the server with what comes next.
    let mut done: Option<String> = None;
    for batch in batches {
        let is_held = lock.is_held();
        if batch.transactional || !is_held {
            record(connection, done.take().as_slice()).await?;
        }
        if !is_held {
            return Err(lock_lost());
        }
        let start = Instant::now();
        if connection.engine() == Engine::Sqlite {
            // The whole run is one transaction, which the lock began.
            in_transaction(connection, &run, batch, ran.len()).await?;
        } else if batch.transactional {
            transaction(connection, &run, batch, ran.len()).await?;
        } else {
            one_by_one(connection, &run, batch, ran.len(), &mut done).await?;
        }
        let share = u32::try_from(batch.steps.len().max(1)).unwrap_or(u32::MAX);
        for (step, statements) in &batch.steps {
            tracing::info!(target: "trueup::execute", step, "applied");
            ran.push(Ran {
                step: *step,
                statements: statements.clone(),
                took: start.elapsed() / share,
            });
        }
    }
    record(connection, done.as_slice()).await
}

/// What stays the same for all batches.
struct Run<'a> {
    lock: &'a Lock,
    plan: &'a Plan,
    history: &'a History,
    config: &'a Config,
}

fn lock_lost() -> Error {
    Error::Connect {
        reason: "the connection that holds the lock is gone, so no further step runs".to_owned(),
        source: None,
    }
}

/// One transaction, tried again when it does not get its locks in time.
async fn transaction(
    connection: &mut Connection,
    run: &Run<'_>,
    batch: &Batch,
    applied: usize,
) -> Result<(), Error> {
    let Run { plan, history, .. } = *run;
    let mut retry = Retry::new(run.config, run.lock);
    let mut text = vec!["BEGIN".to_owned()];
    text.extend(statements(batch).map(|(_, statement)| statement.sql.clone()));
    text.extend(history.steps(&records(plan, batch), RecordStatus::Applied));
    text.push("COMMIT".to_owned());
    let text = text.join(";\n");
    loop {
        let Err(error) = connection.execute(&text).await else {
            return Ok(());
        };
        roll_back(connection).await;
        if !is_lock_conflict(&error) || !retry.pause(&error).await {
            if !retry.lock.is_held() {
                return Err(lock_lost());
            }
            return Err(blame(connection, batch, applied, error).await);
        }
    }
}

/// Finds the statement that fails, by sending them one by one and taking all back.
async fn blame(
    connection: &mut Connection,
    batch: &Batch,
    applied: usize,
    error: DriverError,
) -> Error {
    let mut failed = None;
    if connection.execute("BEGIN").await.is_ok() {
        for (step, statement) in statements(batch) {
            if let Err(error) = connection.execute(&statement.sql).await {
                failed = Some((step, statement.sql.clone(), error));
                break;
            }
        }
        roll_back(connection).await;
    }
    let first = batch.steps.first().map_or(0, |(step, _)| *step);
    let (step, sql, source) =
        failed.unwrap_or_else(|| (first, "the whole transaction".to_owned(), error));
    Error::Execute {
        step,
        sql,
        applied,
        source: Some(source),
    }
}

async fn roll_back(connection: &mut Connection) {
    if let Err(error) = connection.execute("ROLLBACK").await {
        tracing::warn!(target: "trueup::execute", %error, "the transaction could not be rolled back; the server does it with the connection");
    }
}

async fn in_transaction(
    connection: &mut Connection,
    run: &Run<'_>,
    batch: &Batch,
    applied: usize,
) -> Result<(), Error> {
    let Run { plan, history, .. } = *run;
    let all: Vec<(usize, &Statement)> = statements(batch).collect();
    let texts: Vec<&str> = all.iter().map(|(_, each)| each.sql.as_str()).collect();
    if let Err((at, source)) = connection.execute_each(&texts).await {
        let (step, sql) = match all.get(at) {
            Some((step, statement)) => (*step, statement.sql.clone()),
            None => (0, "the whole transaction".to_owned()),
        };
        return Err(Error::Execute {
            step,
            sql,
            applied,
            source: Some(source),
        });
    }
    let steps = history.steps(&records(plan, batch), RecordStatus::Applied);
    record(connection, steps.as_slice()).await
}

/// Statements that cannot be in a transaction, recorded before and after. The record after the last is left in `done`.
async fn one_by_one(
    connection: &mut Connection,
    run: &Run<'_>,
    batch: &Batch,
    applied: usize,
    done: &mut Option<String>,
) -> Result<(), Error> {
    let Run {
        lock,
        plan,
        history,
        config,
    } = *run;
    let mut begun: Vec<String> = done.take().into_iter().collect();
    begun.extend(history.steps(&records(plan, batch), RecordStatus::Running));
    if begun.len() > 1 {
        // One commit, for which the server waits once for its disk.
        begun.insert(0, "BEGIN".to_owned());
        begun.push("COMMIT".to_owned());
    }
    record(connection, &begun).await?;
    for (step, statements) in &batch.steps {
        record(connection, done.take().as_slice()).await?;
        for statement in statements {
            if let Err(source) = statement_alone(connection, lock, statement, config).await {
                #[cfg(feature = "mysql")]
                let source = super::refusal::explained(source, plan, *step, statement);
                let text = told(&*source);
                let failed = history.finish_step(*step, RecordStatus::Failed, Some(&text));
                record(connection, &[failed]).await?;
                if !lock.is_held() {
                    return Err(lock_lost());
                }
                return Err(Error::Execute {
                    step: *step,
                    sql: statement.sql.clone(),
                    applied,
                    source: Some(source),
                });
            }
        }
        *done = Some(history.finish_step(*step, RecordStatus::Applied, None));
    }
    Ok(())
}

async fn statement_alone(
    connection: &mut Connection,
    lock: &Lock,
    statement: &Statement,
    config: &Config,
) -> Result<(), DriverError> {
    // A concurrent build waits for old transactions in statements of its own; a lock timeout there
    // would leave an invalid index (hazard `lock-timeout-on-concurrent`).
    let is_patient = connection.engine() == Engine::Postgres && !statement.transactional;
    if is_patient {
        connection.execute("SET lock_timeout = 0").await?;
    }
    let mut retry = Retry::new(config, lock);
    let outcome = loop {
        match connection.execute(&statement.sql).await {
            Err(error) if is_lock_conflict(&error) && retry.pause(&error).await => {}
            outcome => break outcome,
        }
    };
    if is_patient {
        let wait = config.statement_lock_timeout.as_millis();
        connection
            .execute(&["SET lock_timeout = ", &wait.to_string()].concat())
            .await?;
    }
    outcome
}

pub(crate) async fn record(
    connection: &mut Connection,
    statements: &[String],
) -> Result<(), Error> {
    if statements.is_empty() {
        return Ok(());
    }
    connection
        .execute(&statements.join(";\n"))
        .await
        .map_err(|source| Error::History {
            what: "writing a record".to_owned(),
            source: Some(source),
        })
}

fn statements(batch: &Batch) -> impl Iterator<Item = (usize, &Statement)> {
    batch
        .steps
        .iter()
        .flat_map(|(step, statements)| statements.iter().map(|statement| (*step, statement)))
}

fn records<'a>(plan: &'a Plan, batch: &'a Batch) -> Vec<StepRecord<'a>> {
    batch
        .steps
        .iter()
        .filter_map(|(id, statements)| {
            plan.step(*id).map(|step| StepRecord {
                step: *id,
                kind: step.change.kind(),
                object: step.change.object().to_string(),
                statements,
                inverse: &step.inverse,
            })
        })
        .collect()
}

/// Pauses that grow and are jittered, up to a budget, for as long as the lock is held.
struct Retry<'a> {
    lock: &'a Lock,
    deadline: Instant,
    pause: Duration,
}

impl<'a> Retry<'a> {
    fn new(config: &Config, lock: &'a Lock) -> Self {
        Self {
            lock,
            deadline: Instant::now() + config.statement_retry_timeout,
            pause: Duration::from_millis(100),
        }
    }

    /// Waits before the next try; `false` when the budget is used up, or another instance may be at work.
    async fn pause(&mut self, error: &DriverError) -> bool {
        if Instant::now() >= self.deadline {
            return false;
        }
        tracing::warn!(target: "trueup::execute", %error, "the table is in use; trying again");
        tokio::time::sleep(self.pause.mul_f64(0.5 + fastrand::f64())).await;
        self.pause = (self.pause * 2).min(Duration::from_secs(5));
        self.lock.is_held()
    }
}
