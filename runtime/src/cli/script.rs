//! A plan as SQL that a person can read, and run.

use std::collections::BTreeSet;
use std::fmt::Display;

use crate::config::{Config, Mode};
use crate::consent::{Decision, decide};
use crate::error::Error;
use crate::migrate::Proposal;
use crate::model::{Engine, Schema};
use crate::plan::{Batch, Plan, batches};
use crate::report::{Report, StepReport, StepStatus};
use crate::risk;

/// What runs, and what is to be said of it.
pub(super) struct Script {
    engine: Engine,
    report: Report,
    batches: Vec<Batch>,
}

impl Script {
    /// What would run now.
    pub(super) fn of_proposal(proposal: &Proposal) -> Result<Self, Error> {
        Ok(Self {
            engine: proposal.engine(),
            report: proposal.report(),
            batches: proposal.batches()?,
        })
    }

    /// Every step that can run at all.
    pub(super) fn of_everything(plan: &Plan, live: &Schema) -> Result<Self, Error> {
        let findings = risk::grade(plan);
        let everything = Config::default().mode(Mode::Aggressive);
        let decisions = decide(plan, &findings, &everything, &BTreeSet::new());
        let ids: Vec<usize> = plan
            .steps
            .iter()
            .zip(&decisions)
            .filter(|(_, decision): &(_, &Decision)| decision.runs())
            .map(|(step, _)| step.id)
            .collect();
        Ok(Self {
            engine: plan.flavor.engine(),
            report: Report::of(plan, &findings, &decisions),
            batches: batches(plan, &ids, live).map_err(Error::Unsupported)?,
        })
    }

    /// The statements alone.
    pub(super) fn statements(&self) -> String {
        let mut text = String::new();
        for (_, statements) in self.batches.iter().flat_map(|batch| &batch.steps) {
            for statement in statements {
                text.push_str(&ended(&statement.sql));
            }
        }
        text + &self.left_out()
    }

    /// The statements in their transactions, with a comment before each step.
    pub(super) fn in_transactions(&self) -> String {
        let mut text = String::new();
        let is_sqlite = self.engine == Engine::Sqlite;
        if is_sqlite && !self.batches.is_empty() {
            // A table that is rebuilt would empty the tables that refer to it, and inside of the
            // transaction it is too late.
            text.push_str("PRAGMA foreign_keys = OFF;\nBEGIN IMMEDIATE;\n");
        }
        for batch in &self.batches {
            let has_own = batch.transactional && !is_sqlite;
            if has_own {
                text.push_str("BEGIN;\n");
            }
            for (id, statements) in &batch.steps {
                let step = self.report.steps.iter().find(|step| step.id == *id);
                text.push_str(&step.map(heading).unwrap_or_default());
                if statements.is_empty() {
                    text.push_str("-- done together with a step below\n");
                }
                for statement in statements {
                    text.push_str(&ended(&statement.sql));
                }
            }
            if has_own {
                text.push_str("COMMIT;\n");
            }
        }
        if is_sqlite && !self.batches.is_empty() {
            text.push_str("COMMIT;\n");
        }
        text + &self.left_out()
    }

    /// What does not run, as comments.
    fn left_out(&self) -> String {
        let mut text = String::new();
        for step in self.report.held_back() {
            let why = step.held.as_deref().unwrap_or_default();
            text.push_str(&comment(format_args!(
                "held back: step {}: {} ({why})",
                step.id, step.summary
            )));
        }
        for item in &self.report.unsupported {
            text.push_str(&comment(format_args!(
                "not managed: {} {}: {}",
                item.kind, item.object, item.reason
            )));
        }
        text
    }
}

fn heading(step: &StepReport) -> String {
    debug_assert_eq!(
        step.status,
        StepStatus::Pending,
        "only what runs is in a batch"
    );
    comment(format_args!(
        "step {}: {} ({})",
        step.id, step.summary, step.grade
    ))
}

/// A name can hold a line break, which must not end the comment.
fn comment(text: impl Display) -> String {
    format!("-- {}\n", text.to_string().replace(['\n', '\r'], " "))
}

/// A comment at the end of the text must not hide the semicolon.
fn ended(sql: &str) -> String {
    let last = sql.lines().last().unwrap_or_default();
    let gap = if last.contains("--") || last.contains('#') {
        "\n"
    } else {
        ""
    };
    format!("{sql}{gap};\n")
}
