//! A boot with nothing to do: one statement.
//!
//! In: a session, and the definitions. Out: what the last boot reported that read everything, when neither the
//! definitions nor the database moved since; or nothing, and everything is read. It never fails: whatever is wrong,
//! the stages after it tell.

use serde::{Deserialize, Serialize};

use super::Migrator;
use super::proposal::without_work;
use super::source::Source;
use super::survey::Survey;
use crate::config::{DriftCheck, Mode};
use crate::dialect::Desired;
use crate::diff::Ownership;
use crate::error::{DriverError, Error};
use crate::live::fingerprint::Glance;
use crate::live::home::Home;
use crate::live::state::History;
use crate::live::{Connection, Scope, clock};
use crate::meta::Registry;
use crate::plan::digest_of;
use crate::report::{Report, Status};

/// What was seen when everything was read and there was nothing to do.
#[derive(Debug, Serialize, Deserialize)]
struct Seen {
    /// The hash of the definitions.
    definitions: String,
    /// The fingerprint of the catalogue.
    fingerprint: Option<String>,
    /// The namespaces that it is of, besides the session's own.
    namespaces: Vec<String>,
    /// The hash of what was allowed, where steps were held back for want of it.
    consent: Option<String>,
    report: Report,
}

impl Migrator {
    /// The report of the last boot that read everything, when nothing moved since.
    pub(super) async fn unmoved(&self, connection: &mut Connection) -> Option<Report> {
        let definitions = self.recognisable()?;
        let told = self.unmoved_among(connection, &definitions, &[Home::Own]);
        match told.await {
            Ok(told) => told.into_iter().next().flatten(),
            // The first time there is no state row, and a writer may keep readers away.
            Err(error) => {
                tracing::debug!(target: "trueup::idle", %error, "nothing is remembered that can be read");
                None
            }
        }
    }

    /// The hash of the definitions, where a boot may believe what the last one saw of them.
    pub(super) fn recognisable(&self) -> Option<String> {
        if self.config.drift_check == DriftCheck::Full {
            return None;
        }
        self.definitions()
    }

    /// The same for several namespaces, in their order and from one statement.
    pub(super) async fn unmoved_among(
        &self,
        connection: &mut Connection,
        definitions: &str,
        homes: &[Home<'_>],
    ) -> Result<Vec<Option<Report>>, DriverError> {
        let is_fingerprinted = self.config.drift_check == DriftCheck::Fingerprint;
        let asked = connection.glance(&self.config.application, is_fingerprinted, homes);
        let glances = tokio::time::timeout(self.config.inspect_timeout, asked).await??;
        let consent = self.consent();
        let recognised = glances.into_iter().map(|glance| {
            let Glance { fingerprint, seen } = glance;
            let seen: Seen = serde_json::from_str(&seen?).ok()?;
            let is_allowed_more = seen.consent.is_some_and(|old| old != consent);
            let is_same = seen.definitions == definitions
                && !is_allowed_more
                && (!is_fingerprinted || fingerprint.is_some() && seen.fingerprint == fingerprint);
            is_same.then_some(seen.report)
        });
        Ok(recognised.collect())
    }

    /// Everything up to consent; when there is nothing to do, that is kept for the next boot.
    pub(super) async fn survey_and_keep(
        &self,
        connection: &mut Connection,
    ) -> Result<Survey, Error> {
        let server = connection.prepare_and_identify(&self.config).await?;
        let survey = self.survey_patiently(connection, &server).await?;
        if let Some(seen) = self.settled(&survey)? {
            let history = History::new(survey.plan.flavor, &self.config.application);
            let keep = history.see(&survey.desired_fingerprint, &seen);
            // Only time is lost: a replica that cannot be written reads everything at each boot.
            if let Err(error) = connection.execute(&keep).await {
                tracing::debug!(target: "trueup::idle", %error, "what was seen is not kept");
            }
        }
        Ok(survey)
    }

    /// What is to be kept of a survey after which nothing runs.
    fn settled(&self, survey: &Survey) -> Result<Option<String>, Error> {
        if matches!(self.config.mode, Mode::DryRun | Mode::Verify) || !survey.is_remembered() {
            return Ok(None);
        }
        let report = without_work(survey, self.config.mode)?;
        match report.filter(|report| report.status != Status::Ahead) {
            Some(report) if !survey.state.is_running => {
                self.seen(report, &survey.desired, survey.fingerprint.clone())
            }
            _ => Ok(None),
        }
    }

    /// What the next boot reports when nothing moves until then; nothing when a move would not be seen.
    pub(super) fn seen(
        &self,
        report: Report,
        desired: &Desired,
        fingerprint: Option<String>,
    ) -> Result<Option<String>, Error> {
        let is_blind = fingerprint.is_none() && self.config.drift_check != DriftCheck::Trust;
        let Some(definitions) = self.definitions() else {
            return Ok(None);
        };
        if is_blind {
            return Ok(None);
        }
        let namespaces = match self.scope(desired) {
            Scope::Namespaces(names) => names,
            Scope::All => return Ok(None),
        };
        let seen = Seen {
            definitions,
            fingerprint,
            namespaces,
            consent: (!report.steps.is_empty()).then(|| self.consent()),
            report,
        };
        let text = serde_json::to_string(&seen);
        text.map(Some)
            .map_err(|error| Error::Internal(error.to_string()))
    }

    /// The fingerprint of what is about to be read, where it is ever compared.
    pub(super) async fn fingerprint(
        &self,
        connection: &mut Connection,
        scope: &Scope,
    ) -> Result<Option<String>, Error> {
        if self.config.drift_check == DriftCheck::Fingerprint && self.is_plain() {
            connection.fingerprint(scope).await
        } else {
            Ok(None)
        }
    }

    /// The hash of what may run without a question. An approval in the database forgets what was seen.
    fn consent(&self) -> String {
        digest_of(&(self.config.mode, &self.config.approved_plans))
    }

    /// Whether all that is asked for is to bring the database to the structs.
    const fn is_plain(&self) -> bool {
        matches!(self.ownership, Ownership::Recorded)
            && !matches!(self.source, Source::Schema(_))
            && self.limit.is_none()
            && self.adoption.is_none()
    }

    /// The hash of everything that decides what is desired: the structs, the day where partitions come with
    /// it, and trueup itself. None where more is asked for than to bring the database to structs, or they contradict
    /// each other.
    fn definitions(&self) -> Option<String> {
        if !self.is_plain() {
            return None;
        }
        let linked;
        let registry = match &self.source {
            Source::Given(registry) => registry,
            Source::Linked => {
                linked = Registry::linked().ok()?;
                &linked
            }
            Source::Schema(_) => return None,
        };
        let day = registry
            .is_rolling()
            .then(|| self.today.unwrap_or_else(clock::today));
        Some(digest_of(&(env!("CARGO_PKG_VERSION"), registry, day)))
    }
}
