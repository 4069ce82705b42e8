//! What happened, or would happen, as a value that prints and serialises.

#[cfg(feature = "live")]
mod tenants;
mod text;

#[cfg(feature = "live")]
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::consent::{Consent, Decision, Hold};
use crate::dialect::Statement;
use crate::diff::Change;
#[cfg(feature = "live")]
use crate::error::Error;
#[cfg(feature = "live")]
use crate::live::execute::Ran;
use crate::model::{ObjectId, Unsupported};
use crate::plan::{Plan, Step};
use crate::risk::{Finding, Grade, highest};
#[cfg(feature = "live")]
pub use tenants::{TenantReport, TenantReports};

/// The version of the JSON documents.
pub const FORMAT: u32 = 1;

/// How a run ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Nothing was to be done, or another instance did it.
    UpToDate,
    /// There are steps, and none was to be run.
    Pending,
    /// Every step ran.
    Completed,
    /// Every step that the code needs ran, and others were held back.
    Partial,
    /// A step failed.
    Failed,
    /// The database is ahead of this program, which changed nothing.
    Ahead,
}

/// One change as JSON names it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChangeReport {
    /// What is done, such as `add_column`.
    pub kind: String,
    /// The object, by the name it has afterwards.
    pub object: String,
}

/// What cannot be represented, as JSON names it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct UnsupportedReport {
    /// The object's name, with its namespace or table.
    pub object: String,
    /// What it is, such as `view` or `trigger`.
    pub kind: String,
    /// Why it cannot be represented.
    pub reason: String,
}

/// One step, with what was decided and what became of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct StepReport {
    /// Its place in the plan, from 1.
    pub id: usize,
    /// The change.
    pub change: ChangeReport,
    /// The change in words.
    pub summary: String,
    /// The highest grade of its findings.
    pub grade: Grade,
    /// Whether the code cannot run without it.
    pub required: bool,
    /// Its risks.
    pub findings: Vec<Finding>,
    /// What runs.
    pub statements: Vec<Statement>,
    /// What takes it back.
    pub inverse: Vec<String>,
    /// What became of it.
    pub status: StepStatus,
    /// Why it may run.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub consent: Option<Consent>,
    /// Why it was held back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub held: Option<String>,
    /// Whether it was held back for want of consent alone: a mode that allows its grade, or the approval of its plan, would let it
    /// run.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub awaits_consent: bool,
    /// How long it took, in milliseconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub duration_ms: Option<u64>,
}

/// Why a program whose schema was overtaken changes nothing.
#[cfg(feature = "live")]
pub(crate) const OUTDATED: &str =
    "this program is older than the database: a later schema was applied";

/// What became of a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StepStatus {
    /// It would run.
    Pending,
    /// It ran.
    Applied,
    /// It was held back.
    Held,
    /// It failed.
    Failed,
    /// A step before it failed.
    NotRun,
    /// Another step made it pointless.
    Skipped,
}

/// What a run did, or would do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Report {
    /// The version of this document.
    pub format: u32,
    /// How the run ended.
    pub status: Status,
    /// The version under which the history keeps it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
    /// The hash of the plan.
    pub hash: String,
    /// The steps.
    pub steps: Vec<StepReport>,
    /// What only the database has and is not ours.
    pub foreign: Vec<ChangeReport>,
    /// What cannot be represented.
    pub unsupported: Vec<UnsupportedReport>,
    /// What went wrong.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
    /// What a person should know.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub warnings: Vec<String>,
}

impl From<&Change> for ChangeReport {
    fn from(change: &Change) -> Self {
        Self {
            kind: change.kind(),
            object: change.object().to_string(),
        }
    }
}

impl From<&ObjectId> for ChangeReport {
    fn from(id: &ObjectId) -> Self {
        Self {
            kind: id.kind().as_str().to_owned(),
            object: id.to_string(),
        }
    }
}

impl From<&Unsupported> for UnsupportedReport {
    fn from(item: &Unsupported) -> Self {
        Self {
            object: item.object.clone(),
            kind: item.kind.clone(),
            reason: item.reason.clone(),
        }
    }
}

impl Report {
    /// The report of a plan before anything ran.
    #[must_use]
    pub fn of(plan: &Plan, findings: &[Vec<Finding>], decisions: &[Decision]) -> Self {
        let steps: Vec<StepReport> = plan
            .steps
            .iter()
            .zip(findings)
            .zip(decisions)
            .map(|((step, findings), decision)| StepReport::of(step, findings, decision))
            .collect();
        let mut unsupported: Vec<_> = plan
            .unsupported
            .iter()
            .map(UnsupportedReport::from)
            .collect();
        // What hangs on several columns is there once for each.
        unsupported.dedup();
        Self {
            format: FORMAT,
            status: if steps.is_empty() {
                Status::UpToDate
            } else {
                Status::Pending
            },
            version: None,
            hash: plan.hash.clone(),
            steps,
            foreign: plan.foreign.iter().map(ChangeReport::from).collect(),
            unsupported,
            error: None,
            warnings: Vec::new(),
        }
    }

    /// The report of a run that has no plan yet.
    #[cfg(feature = "cli")]
    pub(crate) const fn without_plan() -> Self {
        Self {
            format: FORMAT,
            status: Status::Pending,
            version: None,
            hash: String::new(),
            steps: Vec::new(),
            foreign: Vec::new(),
            unsupported: Vec::new(),
            error: None,
            warnings: Vec::new(),
        }
    }

    /// Notes what ran.
    #[cfg(feature = "live")]
    pub(crate) fn mark(&mut self, ran: &[Ran]) {
        for done in ran {
            let steps = self.steps.iter_mut();
            for step in steps.filter(|step| step.id == done.step) {
                step.applied(&done.statements, done.took);
            }
        }
    }

    /// The report of a program that is older than the database: none of its steps may run, and what it calls
    /// a column too many may be what a later release has added. So it offers no hash to approve.
    #[cfg(feature = "live")]
    pub(crate) fn ahead(mut self) -> Self {
        for step in &mut self.steps {
            step.status = StepStatus::Held;
            step.consent = None;
            step.held = Some(OUTDATED.to_owned());
            step.awaits_consent = false;
        }
        self.status = Status::Ahead;
        self.warnings
            .push(format!("{OUTDATED}, so nothing was changed"));
        self
    }

    /// The report of a run that ended with an error, after it had run so much.
    #[cfg(feature = "live")]
    pub(crate) fn failed(mut self, error: &Error, ran: &[Ran]) -> Self {
        self.mark(ran);
        let failed = match error {
            Error::Execute { step, .. } => Some(*step),
            _ => None,
        };
        for step in &mut self.steps {
            if Some(step.id) == failed {
                step.status = StepStatus::Failed;
            } else if step.status == StepStatus::Pending {
                step.status = StepStatus::NotRun;
            }
        }
        self.status = Status::Failed;
        self.error = Some(error.report());
        self
    }

    /// The steps that were held back.
    pub fn held_back(&self) -> impl Iterator<Item = &StepReport> {
        self.steps
            .iter()
            .filter(|step| step.status == StepStatus::Held)
    }

    /// The steps that ran.
    pub fn applied(&self) -> impl Iterator<Item = &StepReport> {
        self.steps
            .iter()
            .filter(|step| step.status == StepStatus::Applied)
    }

    /// What lets everything in this plan run, in words.
    #[must_use]
    pub fn approval(&self) -> String {
        text::approval(&self.hash)
    }

    /// Whether a step would run if the plan were approved.
    #[must_use]
    pub fn awaits_consent(&self) -> bool {
        self.steps.iter().any(|step| step.awaits_consent)
    }

    /// Whether nothing is left to do.
    #[must_use]
    pub const fn is_settled(&self) -> bool {
        matches!(
            self.status,
            Status::UpToDate | Status::Completed | Status::Ahead
        )
    }
}

impl StepReport {
    fn of(step: &Step, findings: &[Finding], decision: &Decision) -> Self {
        let (status, consent, held) = match decision {
            Decision::Run(consent) => (StepStatus::Pending, Some(*consent), None),
            Decision::Hold(hold @ Hold::Pointless(_)) => {
                (StepStatus::Skipped, None, Some(hold.to_string()))
            }
            Decision::Hold(hold) => (StepStatus::Held, None, Some(hold.to_string())),
        };
        Self {
            id: step.id,
            change: ChangeReport::from(&step.change),
            summary: step.summary.clone(),
            grade: highest(findings),
            required: step.is_required,
            findings: findings.to_vec(),
            statements: step.statements.clone(),
            inverse: step.inverse.clone(),
            status,
            consent,
            held,
            awaits_consent: matches!(decision, Decision::Hold(Hold::Grade(_) | Hold::Unsettled)),
            duration_ms: None,
        }
    }

    #[cfg(feature = "live")]
    fn applied(&mut self, statements: &[Statement], took: Duration) {
        self.status = StepStatus::Applied;
        self.statements = statements.to_vec();
        self.duration_ms = Some(u64::try_from(took.as_millis()).unwrap_or(u64::MAX));
    }
}
