//! What may run now.
//!
//! In: a plan, its findings, the mode and the approvals. Out: a decision for each step. Pure.

use std::collections::BTreeSet;
use std::fmt;

use serde::{Deserialize, Serialize};

use crate::config::{Config, Mode};
use crate::diff::{Cause, Edit};
use crate::model::{Object, ObjectId};
use crate::plan::{Plan, Step};
use crate::risk::{Finding, Grade, highest};

/// Whether a step runs, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Decision {
    /// It runs.
    Run(Consent),
    /// It does not.
    Hold(Hold),
}

/// Why a step may run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Consent {
    /// The mode allows its grade.
    Mode,
    /// The code states this very change.
    Declared,
    /// This plan was approved by its hash.
    Approved,
}

/// Why a step does not run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Hold {
    /// The mode does not allow its grade.
    Grade(Grade),
    /// Something is in the way.
    Obstacle(String),
    /// A step that it needs does not run.
    Needs(usize),
    /// Another step makes it pointless.
    Pointless(usize),
    /// It did not settle the difference when it ran before, so it is not tried again on its own.
    Unsettled,
    /// So many steps were asked for, and they ran.
    Limit,
    /// The database is adopted as it is.
    Adoption,
}

impl fmt::Display for Hold {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Grade(grade) => write!(f, "graded {grade}"),
            Self::Obstacle(reason) => f.write_str(reason),
            Self::Needs(step) => write!(f, "needs step {step}, which is held back"),
            Self::Pointless(step) => write!(f, "step {step} makes it pointless"),
            Self::Limit => f.write_str("beyond the number of steps that was asked for"),
            Self::Adoption => f.write_str("left as it is: an adoption changes nothing"),
            Self::Unsettled => f.write_str("it ran before and the difference stayed"),
        }
    }
}

impl Decision {
    /// Whether the step runs.
    #[must_use]
    pub const fn runs(&self) -> bool {
        matches!(self, Self::Run(_))
    }
}

/// Decides for each step of the plan, in their order. `unsettled` names changes that stayed different
/// when they were applied.
#[must_use]
pub fn decide(
    plan: &Plan,
    findings: &[Vec<Finding>],
    config: &Config,
    unsettled: &BTreeSet<String>,
) -> Vec<Decision> {
    let is_approved = config
        .approved_plans
        .iter()
        .any(|hash| !hash.is_empty() && *hash == plan.hash);
    let graded: Vec<Decision> = plan
        .steps
        .iter()
        .zip(findings)
        .map(|(step, findings)| {
            if let Some(obstacle) = &step.obstacle {
                return Decision::Hold(Hold::Obstacle(obstacle.to_string()));
            }
            if unsettled.contains(&unsettled_key(step)) && !is_approved {
                return Decision::Hold(Hold::Unsettled);
            }
            let grade = highest(findings);
            if grade <= allowed(config.mode) {
                Decision::Run(Consent::Mode)
            } else if matches!(step.change.cause, Cause::Declared | Cause::Retired) {
                Decision::Run(Consent::Declared)
            } else if is_approved {
                Decision::Run(Consent::Approved)
            } else {
                Decision::Hold(Hold::Grade(grade))
            }
        })
        .collect();
    let bundled = hold_bundles(plan, graded);
    let decided = hold_dependants(plan, bundled);
    skip_pointless(plan, decided)
}

/// What a change that did not settle is remembered by.
#[must_use]
pub fn unsettled_key(step: &Step) -> String {
    let statements: Vec<&str> = step
        .statements
        .iter()
        .map(|statement| statement.sql.as_str())
        .collect();
    format!(
        "{} {}: {}",
        step.change.kind(),
        step.change.object(),
        statements.join("; ")
    )
}

/// The highest grade that runs without further consent. Modes that apply nothing decide like `Safe`.
const fn allowed(mode: Mode) -> Grade {
    match mode {
        Mode::Safe | Mode::DryRun | Mode::Verify => Grade::Safe,
        Mode::Auto => Grade::Medium,
        Mode::Aggressive => Grade::High,
    }
}

/// What belongs together runs together or not at all.
fn hold_bundles(plan: &Plan, mut decisions: Vec<Decision>) -> Vec<Decision> {
    let held: Vec<Option<usize>> = plan
        .steps
        .iter()
        .map(|step| {
            step.together_with
                .iter()
                .copied()
                .find(|id| !decisions[id - 1].runs())
        })
        .collect();
    for (decision, held) in decisions.iter_mut().zip(held) {
        if let (true, Some(id)) = (decision.runs(), held) {
            *decision = Decision::Hold(Hold::Needs(id));
        }
    }
    decisions
}

fn hold_dependants(plan: &Plan, mut decisions: Vec<Decision>) -> Vec<Decision> {
    // A bundle may reach back to earlier steps, so once is not enough.
    loop {
        let mut changed = false;
        for (at, step) in plan.steps.iter().enumerate() {
            let needs = step.depends_on.iter().chain(&step.together_with);
            if let (true, Some(held)) = (
                decisions[at].runs(),
                needs.copied().find(|id| !decisions[id - 1].runs()),
            ) {
                decisions[at] = Decision::Hold(Hold::Needs(held));
                changed = true;
            }
        }
        if !changed {
            return decisions;
        }
    }
}

/// A retired column need not be relaxed when it goes.
fn skip_pointless(plan: &Plan, mut decisions: Vec<Decision>) -> Vec<Decision> {
    for (at, step) in plan.steps.iter().enumerate() {
        let ObjectId::NotNull(table, column) = step.change.object() else {
            continue;
        };
        if step.change.cause != Cause::Retired {
            continue;
        }
        let drop = plan.steps.iter().find(|other| {
            matches!(&other.change.edit, Edit::Drop(Object::Column(of, dropped)) if *of == table && dropped.name == column)
        });
        if let Some(drop) = drop
            && decisions[drop.id - 1].runs()
        {
            decisions[at] = Decision::Hold(Hold::Pointless(drop.id));
        }
    }
    decisions
}
