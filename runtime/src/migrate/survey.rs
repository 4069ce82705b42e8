//! Everything up to consent: what is there, what is wanted, and what may run.
//!
//! In: a connection. Out: [`Survey`]. Changes nothing.

use std::collections::BTreeSet;
use std::time::Instant;

use super::Migrator;
use super::adoption::Adoption;
use super::proposal::Agreement;
use super::source::{Source, check_home};
use crate::comparison::Comparison;
use crate::consent::{self, Decision, Hold};
use crate::dialect::Desired;
use crate::diff::Ownership;
use crate::error::Error;
use crate::live::state::{self, State};
use crate::live::{Connection, Scope, Server, is_lock_conflict};
use crate::model::{Engine, ObjectId, Schema};
use crate::plan::{Plan, fingerprint};
use crate::report::{Report, StepStatus};
use crate::risk::{self, Finding};

/// What there is to decide upon.
struct Reading {
    server: Server,
    desired: Desired,
    desired_fingerprint: String,
    fingerprint: Option<String>,
    live: Schema,
    state: State,
    bootstrap: Vec<String>,
}

impl Reading {
    /// Whether nothing is to be decided anew.
    fn is_of(&self, survey: &Survey) -> bool {
        self.live == survey.live
            && self.state == survey.state
            && self.desired == survey.desired
            && self.bootstrap == survey.bootstrap
    }
}

/// What the stages before execution found.
#[derive(Debug, Clone)]
pub(super) struct Survey {
    /// Whether code runs on the desired schema: it then needs some of the steps, and has an age.
    pub(super) is_for_code: bool,
    /// Whether the database is only taken as it is.
    pub(super) adoption: Option<Adoption>,
    pub(super) desired: Desired,
    pub(super) desired_fingerprint: String,
    /// What the server told before it was read.
    pub(super) server: Server,
    pub(super) live: Schema,
    /// The fingerprint of the catalogue before it was read, where it can be told.
    pub(super) fingerprint: Option<String>,
    pub(super) state: State,
    pub(super) bootstrap: Vec<String>,
    pub(super) compared: Comparison,
    pub(super) plan: Plan,
    pub(super) findings: Vec<Vec<Finding>>,
    pub(super) decisions: Vec<Decision>,
}

impl Survey {
    pub(super) fn report(&self) -> Report {
        let report = Report::of(&self.plan, &self.findings, &self.decisions);
        if self.is_outdated() {
            report.ahead()
        } else {
            report
        }
    }

    /// The ids of the steps that run.
    pub(super) fn allowed(&self) -> Vec<usize> {
        let steps = self.plan.steps.iter().zip(&self.decisions);
        steps
            .filter(|(_, decision)| decision.runs())
            .map(|(step, _)| step.id)
            .collect()
    }

    /// Whether the state row says what is so.
    pub(super) fn is_remembered(&self) -> bool {
        self.state.memory.is_some()
            && self.state.desired.as_ref() == Some(&self.desired_fingerprint)
    }

    /// Whether this schema was applied before a later one, or before a part of one: the program is older
    /// than the database.
    pub(super) fn is_outdated(&self) -> bool {
        if !self.is_for_code {
            false
        } else if self.is_remembered() {
            self.state.is_overtaken
        } else {
            self.state.ancestors.contains(&self.desired_fingerprint)
        }
    }

    /// The steps that the code needs and that may not run.
    pub(super) fn refused(&self) -> Option<Error> {
        if !self.is_for_code {
            return None;
        }
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
        if self.adoption.is_some() {
            return self.not_adopted(&text);
        }
        let whole = self.report();
        let text = match whole.awaits_consent() {
            true => format!("{text}\n{}", whole.approval()),
            false => text,
        };
        let plan = serde_json::to_value(whole).unwrap_or_default();
        Some(Error::Refused {
            text,
            plan: Box::new(plan),
        })
    }
}

impl Migrator {
    /// Everything up to consent, tried again while a writer keeps readers away (SQLite without a
    /// write-ahead log).
    pub(super) async fn survey_patiently(
        &self,
        connection: &mut Connection,
        server: &Server,
    ) -> Result<Survey, Error> {
        let deadline = Instant::now() + self.config.statement_retry_timeout;
        loop {
            match self.survey(connection, server).await {
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

    /// The namespaces that are read: the desired ones, and those that are declared to go.
    pub(super) fn scope(&self, desired: &Desired) -> Scope {
        // One database is one namespace on MySQL, and a schema that is given says how much of it there is.
        let is_given = !desired.intents.adopts_unstated;
        let is_mysql = desired.schema.flavor.engine() == Engine::MySql;
        if self.ownership == Ownership::Everything || (is_given && is_mysql) {
            return Scope::All;
        }
        let gone = desired.intents.dropped.iter().filter_map(|id| match id {
            ObjectId::Namespace(name) => Some(name.clone()),
            ObjectId::Enum(name)
            | ObjectId::Domain(name)
            | ObjectId::Sequence(name)
            | ObjectId::View(name)
            | ObjectId::Table(name) => name.schema.clone(),
            _ => None,
        });
        let wanted = desired.schema.namespaces.iter().cloned();
        Scope::Namespaces(wanted.chain(gone).collect())
    }

    /// Everything up to consent.
    pub(super) async fn survey(
        &self,
        connection: &mut Connection,
        server: &Server,
    ) -> Result<Survey, Error> {
        let reading = self.read(connection, server).await?;
        self.decide(reading, connection).await
    }

    /// The same under the lock, unless nothing moved since the one before it.
    ///
    /// What the fingerprint does not see moves seldom, but a plan may have been looked at for hours: it is believed
    /// only for one that was just made.
    pub(super) async fn survey_again(
        &self,
        connection: &mut Connection,
        before: &Survey,
        agreement: Agreement,
    ) -> Result<Option<Survey>, Error> {
        if agreement == Agreement::AnyPlan && self.is_unmoved(connection, before).await? {
            return Ok(None);
        }
        let server = connection.server().await?;
        let reading = self.read(connection, &server).await?;
        if reading.is_of(before) {
            return Ok(None);
        }
        self.decide(reading, connection).await.map(Some)
    }

    /// Whether the fingerprint and the record are those of the survey.
    async fn is_unmoved(
        &self,
        connection: &mut Connection,
        before: &Survey,
    ) -> Result<bool, Error> {
        if before.fingerprint.is_none() {
            return Ok(false);
        }
        let scope = self.scope(&before.desired);
        if self.fingerprint(connection, &scope).await? != before.fingerprint {
            return Ok(false);
        }
        let (flavor, application) = (before.plan.flavor, &self.config.application);
        let state = state::read_again(connection, &before.state, flavor, application).await?;
        Ok(state == before.state)
    }

    /// What is there, and what is wanted.
    async fn read(&self, connection: &mut Connection, server: &Server) -> Result<Reading, Error> {
        let mut desired = self.desired(server)?;
        let desired_fingerprint = fingerprint(&desired.timeless());
        let scope = self.scope(&desired);
        let fingerprint = self.fingerprint(connection, &scope).await?;
        let (whole, state) = state::inspect(connection, server, &scope, &self.config).await?;
        self.check_registry(&desired, &state)?;
        // What this code may drop is its own: a word for another application's needs an approval.
        let dropped = &mut desired.intents.dropped;
        dropped.retain(|id| !state.others.contains(id));
        let bootstrap = state::bootstrap(&whole)?.into_iter();
        let live = state::without_own(whole);
        check_home(server, &desired, &live)?;
        Ok(Reading {
            server: server.clone(),
            desired,
            desired_fingerprint,
            fingerprint,
            live,
            state,
            bootstrap: bootstrap.map(|statement| statement.sql).collect(),
        })
    }

    /// What is to change, and what of that may run.
    async fn decide(&self, reading: Reading, connection: &mut Connection) -> Result<Survey, Error> {
        let Reading {
            server,
            desired,
            desired_fingerprint,
            fingerprint,
            live,
            state,
            bootstrap,
        } = reading;
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
        if self.adoption.is_some() {
            decisions.fill(Decision::Hold(Hold::Adoption));
        }
        Ok(Survey {
            is_for_code: !matches!(self.source, Source::Schema(_)),
            adoption: self.adoption,
            desired,
            desired_fingerprint,
            server,
            live,
            fingerprint,
            state,
            bootstrap,
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
