//! The whole flow on one page.
//!
//! In: a database and the definitions. Out: a [`Report`], or an error. Each stage is a call; what the
//! stages do is in their folders.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use crate::comparison::Comparison;
use crate::config::{Config, Mode};
use crate::consent::{self, Decision, Hold};
use crate::dialect::{Desired, Dialect, lower};
use crate::diff::Ownership;
use crate::error::{Error, schema_problem};
use crate::live::execute::{Ran, execute, record};
use crate::live::lock::Lock;
use crate::live::spelling::learn;
use crate::live::state::{self, History, Memory, RecordStatus, State};
use crate::live::{Connection, Scope, Target, is_lock_conflict};
use crate::meta::Registry;
use crate::model::{Engine, Flavor, Intents, ObjectId, Origin, Schema, TableName};
use crate::plan::{Plan, batches, fingerprint};
use crate::report::{Report, Status, StepStatus};
use crate::risk::{self, Finding};

/// Brings the database to the schema of every table that is linked into the program, with the
/// default settings.
///
/// # Errors
///
/// When the definitions contradict themselves, the database cannot be reached, a step that the code
/// needs may not run (nothing was changed then), or a statement fails.
pub async fn migrate(database: impl Into<Target>) -> Result<Report, Error> {
    Migrator::new(database).migrate().await
}

/// A migration with settings of its own.
#[derive(Debug, Clone)]
pub struct Migrator {
    target: Target,
    config: Config,
    source: Source,
    ownership: Ownership,
    limit: Option<usize>,
}

/// Where the desired schema comes from.
#[derive(Debug, Clone)]
enum Source {
    Linked,
    Given(Registry),
    Schema(Box<Schema>),
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

    /// Looks, and changes nothing.
    ///
    /// # Errors
    ///
    /// When the definitions contradict themselves, or the database cannot be read.
    pub async fn plan(self) -> Result<Proposal, Error> {
        let config = self.config.clone().checked()?;
        let mut connection = Connection::open(&self.target, &config).await?;
        let survey = self.survey_patiently(&mut connection).await;
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
        let run = self.plan().await?.run(Agreement::AnyPlan).await;
        run.map_err(|failure| failure.error)
    }

    /// Everything up to consent, tried again while a writer keeps readers away (SQLite without a
    /// write-ahead log).
    async fn survey_patiently(&self, connection: &mut Connection) -> Result<Survey, Error> {
        let deadline = Instant::now() + self.config.statement_retry_timeout;
        loop {
            match self.survey(connection).await {
                Err(
                    Error::Inspect {
                        source: Some(error),
                        ..
                    }
                    | Error::History {
                        source: Some(error),
                        ..
                    },
                ) if is_lock_conflict(&error) && Instant::now() < deadline => {
                    tokio::time::sleep(self.config.lock_poll_interval).await;
                }
                outcome => return outcome,
            }
        }
    }

    /// Everything up to consent.
    async fn survey(&self, connection: &mut Connection) -> Result<Survey, Error> {
        let flavor = connection.flavor().await?;
        let mut desired = self.desired(flavor)?;
        let desired_fingerprint = fingerprint(&desired.schema);
        let scope = match self.ownership {
            Ownership::Everything => Scope::All,
            Ownership::Recorded => Scope::Namespaces(desired.schema.namespaces.clone()),
        };
        let whole = connection
            .inspect(flavor, &scope, self.config.inspect_timeout)
            .await?;
        let state = state::read(connection, &whole, &self.config.application).await?;
        self.check_registry(&desired, &state)?;
        // What this code may drop is its own: a word for another application's needs an approval.
        let dropped = &mut desired.intents.dropped;
        dropped.retain(|id| !state.others.contains(id));
        let bootstrap = state::bootstrap(&whole)?;
        let live = state::without_own(whole);

        let compared = Comparison::of(
            &live,
            &desired,
            state.memory.as_ref(),
            self.ownership,
            Some(connection),
        )
        .await?;
        let plan = compared.plan(&live)?;
        let findings = risk::grade(&plan);
        let mut config = self.config.clone();
        config
            .approved_plans
            .extend(state.approvals.iter().cloned());
        let unsettled = state
            .memory
            .as_ref()
            .map(|memory| memory.unsettled.clone())
            .unwrap_or_default();
        let mut decisions = consent::decide(&plan, &findings, &config, &unsettled);
        self.cut(&plan, &mut decisions);
        Ok(Survey {
            desired,
            desired_fingerprint,
            live,
            state,
            bootstrap: bootstrap
                .into_iter()
                .map(|statement| statement.sql)
                .collect(),
            compared,
            plan,
            findings,
            decisions,
        })
    }

    /// Holds what is beyond the number of steps that was asked for. What belongs together is not torn
    /// apart, so that the database is whole after each part.
    fn cut(&self, plan: &Plan, decisions: &mut [Decision]) {
        let Some(limit) = self.limit else {
            return;
        };
        let mut chosen = BTreeSet::new();
        for step in &plan.steps {
            if chosen.len() < limit && decisions[step.id - 1].runs() {
                choose(plan, step.id, &mut chosen);
            }
        }
        for (at, decision) in decisions.iter_mut().enumerate() {
            if decision.runs() && !chosen.contains(&(at + 1)) {
                *decision = Decision::Hold(Hold::Limit);
            }
        }
    }

    fn desired(&self, flavor: Flavor) -> Result<Desired, Error> {
        let registry = match &self.source {
            Source::Schema(schema) => {
                check_engine(schema.flavor, flavor)?;
                return Ok(Desired {
                    schema: state::without_own((**schema).clone()),
                    intents: Intents::default(),
                });
            }
            Source::Linked => &Registry::linked().map_err(schema_problem)?,
            Source::Given(registry) => registry,
        };
        lowered(registry, flavor)
    }

    /// A crate that was there at the last run and is not linked now was forgotten, not deleted.
    fn check_registry(&self, desired: &Desired, state: &State) -> Result<(), Error> {
        let (Source::Linked | Source::Given(_), Some(memory)) = (&self.source, &state.memory)
        else {
            return Ok(());
        };
        let linked: BTreeSet<&str> = desired
            .intents
            .tables
            .values()
            .filter_map(|intent| intent.origin.as_ref())
            .map(|origin| origin.crate_name.as_str())
            .collect();
        let mut missing: BTreeSet<(&str, Vec<String>)> = BTreeSet::new();
        for (_, origin) in &memory.origins {
            if linked.contains(origin.crate_name.as_str()) {
                continue;
            }
            let tables: Vec<String> = memory
                .origins
                .iter()
                .filter(|(table, other)| {
                    other.crate_name == origin.crate_name
                        && !desired
                            .intents
                            .dropped
                            .contains(&ObjectId::Table(table.clone()))
                        && desired.schema.table(table).is_none()
                })
                .map(|(table, _)| table.to_string())
                .collect();
            if !tables.is_empty() {
                missing.insert((&origin.crate_name, tables));
            }
        }
        let problems: Vec<String> = missing
            .into_iter()
            .map(|(name, tables)| {
                format!(
                    "no table of crate `{name}` is linked into this program, and the database has {} of it\n\
                     help: write `trueup::link!({name});` beside your `main`; if the crate is gone for good, say \
                     `trueup::dropped_table!(\"...\");` for each of its tables",
                    tables.join(", ")
                )
            })
            .collect();
        if problems.is_empty() {
            return Ok(());
        }
        Err(Error::Schema(crate::dialect::SchemaError { problems }))
    }
}

/// A schema is wanted on the kind of database that it is written for.
pub(crate) fn check_engine(desired: Flavor, live: Flavor) -> Result<(), Error> {
    if desired.engine() == live.engine() {
        return Ok(());
    }
    Err(Error::Config {
        reason: format!("the desired schema is one of {desired}, the database is {live}"),
    })
}

/// The desired schema of the structs, for the flavor.
pub(crate) fn lowered(registry: &Registry, flavor: Flavor) -> Result<Desired, Error> {
    if registry.tables().is_empty() {
        return Err(schema_problem(
            "no table is linked into this program\n\
             help: a crate that no path names is not linked: write `trueup::link!(models);` with the name of the crate that \
             holds your structs, also in each integration test, or give a list: `Registry::of(trueup::tables![...])`",
        ));
    }
    Ok(lower(registry, flavor)?)
}

/// Chooses a step with all that it cannot run without.
fn choose(plan: &Plan, id: usize, chosen: &mut BTreeSet<usize>) {
    if chosen.insert(id) {
        let step = &plan.steps[id - 1];
        for other in step.depends_on.iter().chain(&step.together_with) {
            choose(plan, *other, chosen);
        }
    }
}

/// What the stages before execution found.
#[derive(Debug, Clone)]
struct Survey {
    desired: Desired,
    desired_fingerprint: String,
    live: Schema,
    state: State,
    bootstrap: Vec<String>,
    compared: Comparison,
    plan: Plan,
    findings: Vec<Vec<Finding>>,
    decisions: Vec<Decision>,
}

impl Survey {
    fn report(&self) -> Report {
        Report::of(&self.plan, &self.findings, &self.decisions)
    }

    /// The ids of the steps that run.
    fn allowed(&self) -> Vec<usize> {
        let steps = self.plan.steps.iter().zip(&self.decisions);
        steps
            .filter(|(_, decision)| decision.runs())
            .map(|(step, _)| step.id)
            .collect()
    }

    /// Whether the state row says what is so.
    fn is_remembered(&self) -> bool {
        self.state.memory.is_some()
            && self.state.desired.as_ref() == Some(&self.desired_fingerprint)
    }

    /// Whether this schema was applied before a later one, or before a part of one: the program is older
    /// than the database.
    fn is_outdated(&self) -> bool {
        if self.is_remembered() {
            self.state.is_overtaken
        } else {
            self.state.ancestors.contains(&self.desired_fingerprint)
        }
    }

    /// The steps that the code needs and that may not run.
    fn refused(&self) -> Option<Error> {
        let mut report = self.report();
        report.steps.retain(|step| {
            // What is only left for the next part was not refused.
            let is_later = self.decisions[step.id - 1] == Decision::Hold(Hold::Limit);
            step.required && step.status == StepStatus::Held && !is_later
        });
        if report.steps.is_empty() {
            return None;
        }
        let text: String = report.steps.iter().map(ToString::to_string).collect();
        let plan = serde_json::to_value(self.report()).unwrap_or_default();
        Some(Error::Refused {
            text: format!("{text}\n{}", report.approval()),
            plan: Box::new(plan),
        })
    }
}

/// Which plan may be applied.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Agreement {
    /// The one that was looked at.
    SamePlan,
    /// Whichever is right when the lock is held.
    AnyPlan,
}

/// A plan with its findings and decisions: a value to look at, and to apply.
#[derive(Debug, Clone)]
pub struct Proposal {
    survey: Survey,
    migrator: Migrator,
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
    /// As [`migrate`], and when the database moved in between.
    pub async fn apply(self) -> Result<Report, Error> {
        let run = self.run(Agreement::SamePlan).await;
        run.map_err(|failure| failure.error)
    }

    /// As [`apply`](Self::apply); when it fails, it tells how far it came.
    #[cfg(feature = "cli")]
    pub(crate) async fn apply_or_tell(self) -> Result<Report, Box<Failure>> {
        self.run(Agreement::SamePlan).await
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

    async fn run(self, agreement: Agreement) -> Result<Report, Box<Failure>> {
        let mut ran = Vec::new();
        self.try_run(agreement, &mut ran).await.map_err(|error| {
            let report = self.survey.report().failed(&error, &ran);
            Box::new(Failure { error, report })
        })
    }

    async fn try_run(&self, agreement: Agreement, ran: &mut Vec<Ran>) -> Result<Report, Error> {
        let Self { survey, migrator } = self;
        let config = migrator.config.clone().checked()?;
        if let Some(report) = without_work(survey, config.mode)? {
            if survey.state.is_running && report.status != Status::Ahead {
                migrator.close_abandoned(survey, config).await;
            }
            return Ok(report);
        }
        let mut work = Connection::open(&migrator.target, &config).await?;
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
fn without_work(survey: &Survey, mode: Mode) -> Result<Option<Report>, Error> {
    let mut report = survey.report();
    if survey.is_outdated() {
        let warning = "this program is older than the database: a later schema was applied, so nothing was changed";
        tracing::warn!(target: "trueup::migrate", "{warning}");
        report.status = Status::Ahead;
        report.warnings.push(warning.to_owned());
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
        survey.allowed().is_empty() && survey.is_remembered() && survey.bootstrap.is_empty();
    if is_idle && survey.refused().is_none() {
        if !report.steps.is_empty() {
            report.status = Status::Partial;
        }
        return Ok(Some(report));
    }
    Ok(None)
}

async fn check_writable(connection: &mut Connection) -> Result<(), Error> {
    let question = match connection.engine() {
        Engine::Postgres => {
            "SELECT pg_is_in_recovery() OR current_setting('transaction_read_only') = 'on'"
        }
        Engine::MySql => "SELECT @@read_only",
        Engine::Sqlite => return Ok(()),
    };
    let rows = connection
        .rows(question)
        .await
        .map_err(|source| Error::Connect {
            reason: "the server does not say whether it can be written".to_owned(),
            source: Some(source),
        })?;
    match rows
        .first()
        .and_then(|row| row.first())
        .and_then(Option::as_deref)
    {
        Some("f" | "0") => Ok(()),
        _ => Err(Error::Connect {
            reason: "the server is read-only, a standby perhaps: connect to the primary".to_owned(),
            source: None,
        }),
    }
}

type Unrecorded = (Error, Option<Box<History>>);

impl Migrator {
    /// Everything that needs the lock.
    async fn locked(
        &self,
        work: &mut Connection,
        lock: &Lock,
        before: &Survey,
        agreement: Agreement,
        config: &Config,
        ran: &mut Vec<Ran>,
    ) -> Result<Report, Unrecorded> {
        let plain = |error: Error| (error, None);
        let survey = self.survey(work).await.map_err(plain)?;
        if agreement == Agreement::SamePlan && survey.plan.hash != before.plan.hash {
            return Err((Error::Moved, None));
        }
        if let Some(report) = without_work(&survey, config.mode).map_err(plain)? {
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
        let applied = self.apply(work, lock, &survey, &history, config, ran);
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
        let (memory, live, warnings) = self.verify(work, survey, ran).await?;

        let mut end = vec![history.finish(RecordStatus::Applied, None)];
        end.extend(history.remember(&survey.desired_fingerprint, &live, &memory)?);
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
        start.extend(history.close_abandoned());
        start.push(history.start(
            &description(&survey.plan, &survey.allowed()),
            &survey.plan.hash,
            &survey.desired_fingerprint,
            survey.state.desired.as_deref(),
        ));
        for statement in start {
            work.execute(&statement)
                .await
                .map_err(|source| Error::History {
                    what: "trueup's own tables cannot be made or written".to_owned(),
                    source: Some(source),
                })?;
        }
        Ok(())
    }

    /// Reads the database again: what was applied must leave nothing to change.
    async fn verify(
        &self,
        work: &mut Connection,
        survey: &Survey,
        ran: &[Ran],
    ) -> Result<(Memory, String, Vec<String>), Error> {
        let scope = match self.ownership {
            Ownership::Everything => Scope::All,
            Ownership::Recorded => Scope::Namespaces(survey.desired.schema.namespaces.clone()),
        };
        let whole = work
            .inspect(survey.plan.flavor, &scope, self.config.inspect_timeout)
            .await?;
        let live = state::without_own(whole);
        let steps: Vec<_> = ran
            .iter()
            .filter_map(|ran| survey.plan.steps.iter().find(|step| step.id == ran.step))
            .collect();

        let mut spellings = survey.compared.spellings.clone();
        spellings.extend(learn(&survey.desired.schema, &live, &steps));
        spellings.sort();
        spellings.dedup();
        let mut memory = Memory {
            base: owned(&live, survey),
            origins: origins(&survey.desired.intents),
            spellings,
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
        for step in &left.steps {
            let (kind, object) = (step.change.kind(), step.change.object());
            let was_applied = steps
                .iter()
                .any(|done| done.change.kind() == kind && done.change.object() == object);
            if was_applied {
                memory.unsettled.insert(consent::unsettled_key(step));
                let warning = format!(
                    "{} was applied, and is still different when read back; it is not tried again",
                    step.summary
                );
                tracing::warn!(target: "trueup::verify", "{warning}");
                warnings.push(warning);
            }
        }
        Ok((memory, fingerprint(&live), warnings))
    }

    async fn commit(&self, work: &mut Connection) -> Result<(), Error> {
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

    /// Closes the records of runs whose processes are gone, when nobody holds the lock. There is nothing
    /// else to do, so nothing that goes wrong here keeps the program from starting.
    async fn close_abandoned(&self, survey: &Survey, config: Config) {
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
    async fn record_failure(&self, work: &mut Connection, history: &History, error: &Error) {
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
        let flavor = work.flavor().await?;
        let scope = Scope::Namespaces(Vec::new());
        let whole = work
            .inspect(flavor, &scope, self.config.inspect_timeout)
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

/// The objects that are ours: those that were, and those that are desired, as far as they are there.
fn owned(live: &Schema, survey: &Survey) -> Schema {
    let desired = &survey.compared.paired.desired;
    let old = survey.compared.paired.base.as_ref();
    let ours: BTreeSet<ObjectId> = desired
        .facts()
        .into_iter()
        .chain(old.into_iter().flat_map(Schema::facts))
        .map(|fact| fact.id)
        .collect();
    let mut owned = live.clone();
    owned.unsupported.clear();
    owned
        .namespaces
        .retain(|name| ours.contains(&ObjectId::Namespace(name.clone())));
    owned
        .tables
        .retain(|table| ours.contains(&ObjectId::Table(table.name.clone())));
    for table in &mut owned.tables {
        let name = table.name.clone();
        let has = |id: ObjectId| ours.contains(&id);
        table
            .columns
            .retain(|column| has(ObjectId::Column(name.clone(), column.name.clone())));
        for column in &mut table.columns {
            if !has(ObjectId::Default(name.clone(), column.name.clone())) {
                column.default = None;
            }
        }
        table
            .uniques
            .retain(|item| has(ObjectId::Unique(name.clone(), item.name.text().to_owned())));
        table
            .indexes
            .retain(|item| has(ObjectId::Index(name.clone(), item.name.text().to_owned())));
        table.foreign_keys.retain(|item| {
            has(ObjectId::ForeignKey(
                name.clone(),
                item.name.text().to_owned(),
            ))
        });
        table
            .checks
            .retain(|item| has(ObjectId::Check(name.clone(), item.name.text().to_owned())));
        if !has(ObjectId::PrimaryKey(name.clone())) {
            table.primary_key = None;
        }
    }
    owned
}

fn origins(intents: &Intents) -> Vec<(TableName, Origin)> {
    let tables = intents.tables.iter();
    tables
        .filter_map(|(table, intent)| Some((table.clone(), intent.origin.clone()?)))
        .collect()
}

/// How many rows refer to nothing; a key that cannot be checked at all counts as one.
async fn foreign_key_violations(work: &mut Connection) -> Result<usize, Error> {
    let failed = |source| Error::Inspect {
        what: "checking the foreign keys".to_owned(),
        source: Some(source),
    };
    if let Ok(rows) = work.rows("PRAGMA foreign_key_check").await {
        return Ok(rows.len());
    }
    // One key that refers to no key, perhaps somebody else's, fails the check of the whole file.
    let names = work
        .rows("SELECT name FROM sqlite_schema WHERE type = 'table'")
        .await
        .map_err(failed)?;
    let dialect = Dialect::of(work.flavor().await?);
    let mut count = 0;
    for name in names.into_iter().flatten().flatten() {
        let check = [
            "PRAGMA foreign_key_check(",
            &dialect.ddl().quote(&name),
            ")",
        ]
        .concat();
        count += work.rows(&check).await.map_or(1, |rows| rows.len());
    }
    Ok(count)
}

/// What the history shows of a migration: its first steps in words.
fn description(plan: &Plan, allowed: &[usize]) -> String {
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
