//! Steps to findings.
//!
//! In: the steps of a plan with the facts of their statements. Out: for each step its findings, each
//! with a grade, a reason and a way out. Asks no dialect and no database.

mod conversion;
mod rules;
#[cfg(test)]
mod tests;

pub use rules::{Rule, all as rules};

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::model::{Flavor, ObjectId};
use crate::plan::{Plan, Step};

/// How dangerous a step is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Grade {
    /// Loses nothing, cannot fail on the data, blocks nobody for longer than a brief lock of the
    /// catalogue, and running code goes on working.
    #[default]
    Safe,
    /// Loses nothing, but works in proportion to the table, can fail, or needs several steps.
    Medium,
    /// Can lose or silently change data, breaks running code, or blocks a large table.
    High,
}

impl fmt::Display for Grade {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Safe => "SAFE",
            Self::Medium => "MEDIUM",
            Self::High => "HIGH",
        })
    }
}

/// What a finding is about. The grade of a step is the maximum over the three.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Axis {
    /// Rows and values.
    Data,
    /// Others who use the table meanwhile.
    Blocking,
    /// Code of the previous release that still runs.
    Compatibility,
}

/// One graded risk of a step.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Finding {
    /// The stable id of the rule, such as `drop-column`.
    pub rule: String,
    /// What it is about.
    pub axis: Axis,
    /// How bad it is.
    pub grade: Grade,
    /// Why.
    pub reason: String,
    /// What to do about it.
    pub way_out: String,
}

/// The findings of each step of the plan, in the order of the steps.
#[must_use]
pub fn grade(plan: &Plan) -> Vec<Vec<Finding>> {
    plan.steps
        .iter()
        .map(|step| findings(step, plan.flavor))
        .collect()
}

/// The highest grade among the findings; without one a step is safe.
#[must_use]
pub fn highest(findings: &[Finding]) -> Grade {
    findings
        .iter()
        .map(|finding| finding.grade)
        .max()
        .unwrap_or_default()
}

fn findings(step: &Step, flavor: Flavor) -> Vec<Finding> {
    if step.is_on_new_table {
        // Nobody uses the table yet, and it has no row.
        return Vec::new();
    }
    let mut findings: Vec<Finding> = rules::all()
        .filter(|rule| (rule.applies)(step, flavor))
        .map(|rule| Finding {
            rule: rule.id.to_owned(),
            axis: rule.axis,
            grade: rule.grade,
            reason: rule.reason.to_owned(),
            way_out: rule.way_out.replace("{name}", &own_name(step)),
        })
        .collect();
    findings.sort_by(|a, b| b.grade.cmp(&a.grade).then(a.rule.cmp(&b.rule)));
    findings
}

/// The name that `{name}` in a way out stands for, as an attribute writes it.
fn own_name(step: &Step) -> String {
    match step.change.object() {
        ObjectId::Column(_, name) => name,
        other => other.to_string(),
    }
}
