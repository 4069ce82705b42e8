//! Writes the history.
//!
//! In: what starts, ends or is remembered. Out: statements for trueup's own tables, with every value
//! quoted by the dialect. Runs none of them.

use super::Memory;
#[cfg(feature = "cli")]
use super::tables::APPROVALS;
use super::tables::{MIGRATIONS, STATE, STEPS};
use crate::dialect::{Dialect, Statement};
use crate::error::Error;
use crate::live::clock::{now, version};
use crate::model::Flavor;

/// Writes rows of the history.
pub(crate) struct History {
    dialect: Dialect,
    application: String,
    pub(crate) version: String,
}

/// How a record or a step stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum RecordStatus {
    Running,
    Applied,
    Failed,
}

impl RecordStatus {
    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::Running => "running",
            Self::Applied => "applied",
            Self::Failed => "failed",
        }
    }
}

/// A step as the history keeps it.
pub(crate) struct StepRecord<'a> {
    pub(crate) step: usize,
    pub(crate) kind: String,
    pub(crate) object: String,
    pub(crate) statements: &'a [Statement],
    pub(crate) inverse: &'a [String],
}

impl History {
    pub(crate) fn new(flavor: Flavor, application: &str) -> Self {
        Self {
            dialect: Dialect::of(flavor),
            application: application.to_owned(),
            version: version(),
        }
    }

    /// A record that starts now.
    pub(crate) fn start(
        &self,
        description: &str,
        checksum: &str,
        desired: &str,
        parent: Option<&str>,
    ) -> String {
        self.insert(
            MIGRATIONS.name,
            &[
                ("version", Some(&self.version)),
                ("application", Some(&self.application)),
                ("description", Some(description)),
                ("checksum", Some(checksum)),
                ("desired", Some(desired)),
                ("parent", parent),
                ("status", Some(RecordStatus::Running.as_str())),
                ("started_at", Some(&now())),
            ],
        )
    }

    /// The end of the record.
    pub(crate) fn finish(&self, status: RecordStatus, error: Option<&str>) -> String {
        self.update(
            MIGRATIONS.name,
            &[
                ("status", Some(status.as_str())),
                ("finished_at", Some(&now())),
                ("error", error),
            ],
            &format!("version = {}", self.literal(&self.version)),
        )
    }

    /// Records that earlier runs of the application, whose processes are gone, did not end.
    pub(crate) fn close_abandoned(&self) -> [String; 2] {
        let end = now();
        let cells = [
            ("status", Some(RecordStatus::Failed.as_str())),
            ("finished_at", Some(end.as_str())),
            ("error", Some("the process ended before the migration did")),
        ];
        let other = format!(
            "application = {} AND version <> {}",
            self.literal(&self.application),
            self.literal(&self.version)
        );
        let versions = [
            "status = 'running' AND version IN (SELECT version FROM ",
            &self.dialect.ddl().quote(MIGRATIONS.name),
            " WHERE ",
            &other,
            ")",
        ]
        .concat();
        [
            self.update(STEPS.name, &cells, &versions),
            self.update(
                MIGRATIONS.name,
                &cells,
                &["status = 'running' AND ", &other].concat(),
            ),
        ]
    }

    /// Steps that start now, or that ran: one statement, where there are any.
    pub(crate) fn steps(&self, records: &[StepRecord<'_>], status: RecordStatus) -> Option<String> {
        const COLUMNS: [&str; 9] = [
            "version",
            "step",
            "kind",
            "object",
            "statements",
            "inverse",
            "status",
            "started_at",
            "finished_at",
        ];
        let at = now();
        let finished = (status == RecordStatus::Applied).then_some(at.as_str());
        let rows = records.iter().map(|record| {
            let statements = record.statements.iter();
            let statements: Vec<&str> =
                statements.map(|statement| statement.sql.as_str()).collect();
            self.row(&[
                Some(&self.version),
                Some(&record.step.to_string()),
                Some(&record.kind),
                Some(&record.object),
                Some(&statements.join(";\n")),
                Some(&record.inverse.join(";\n")),
                Some(status.as_str()),
                Some(&at),
                finished,
            ])
        });
        let rows: Vec<String> = rows.collect();
        (!rows.is_empty()).then(|| self.insert_rows(STEPS.name, &COLUMNS, &rows))
    }

    /// The end of a step that was recorded as running.
    pub(crate) fn finish_step(
        &self,
        step: usize,
        status: RecordStatus,
        error: Option<&str>,
    ) -> String {
        self.update(
            STEPS.name,
            &[
                ("status", Some(status.as_str())),
                ("finished_at", Some(&now())),
                ("error", error),
            ],
            &format!(
                "version = {} AND step = {step}",
                self.literal(&self.version)
            ),
        )
    }

    /// An approval of a plan. It is there once, however often it is given.
    #[cfg(feature = "cli")]
    pub(crate) fn approve(&self, plan: &str) -> Vec<String> {
        let quote = |name: &str| self.dialect.ddl().quote(name);
        let remove = format!(
            "DELETE FROM {} WHERE {} = {} AND application = {}",
            quote(APPROVALS.name),
            quote("plan"),
            self.literal(plan),
            self.literal(&self.application)
        );
        let now = now();
        let cells = [
            ("plan", Some(plan)),
            ("application", Some(self.application.as_str())),
            ("approved_at", Some(now.as_str())),
        ];
        // The next boot has to look at what was held back.
        vec![remove, self.insert(APPROVALS.name, &cells), self.forget()]
    }

    /// Replaces the state row. `seen` is there when there was nothing left to do.
    pub(crate) fn remember(
        &self,
        desired: &str,
        live: &str,
        memory: &Memory,
        seen: Option<&str>,
    ) -> Result<Vec<String>, Error> {
        let memory =
            serde_json::to_string(memory).map_err(|error| Error::Internal(error.to_string()))?;
        Ok(vec![
            format!(
                "DELETE FROM {} WHERE application = {}",
                self.dialect.ddl().quote(STATE.name),
                self.literal(&self.application)
            ),
            self.insert(
                STATE.name,
                &[
                    ("application", Some(&self.application)),
                    ("desired", Some(desired)),
                    ("live", Some(live)),
                    ("memory", Some(&memory)),
                    ("updated_at", Some(&now())),
                    ("seen", seen),
                ],
            ),
        ])
    }

    /// Keeps in the state row what was seen when there was nothing to do, as long as the row is that of the same
    /// desired schema.
    pub(crate) fn see(&self, desired: &str, seen: &str) -> String {
        let condition = format!(
            "application = {} AND desired = {}",
            self.literal(&self.application),
            self.literal(desired)
        );
        self.update(STATE.name, &[("seen", Some(seen))], &condition)
    }

    /// Forgets what was seen: something is about to change.
    pub(crate) fn forget(&self) -> String {
        let condition = format!("application = {}", self.literal(&self.application));
        self.update(STATE.name, &[("seen", None)], &condition)
    }

    fn literal(&self, text: &str) -> String {
        self.dialect.ddl().literal(text)
    }

    fn value(&self, value: Option<&str>) -> String {
        value.map_or_else(|| "NULL".to_owned(), |text| self.literal(text))
    }

    fn insert(&self, table: &str, cells: &[(&str, Option<&str>)]) -> String {
        let (names, values): (Vec<_>, Vec<_>) = cells.iter().copied().unzip();
        self.insert_rows(table, &names, &[self.row(&values)])
    }

    fn insert_rows(&self, table: &str, names: &[&str], rows: &[String]) -> String {
        let quote = |name: &str| self.dialect.ddl().quote(name);
        let columns: Vec<String> = names.iter().map(|name| quote(name)).collect();
        let (columns, rows) = (columns.join(", "), rows.join(",\n"));
        [
            "INSERT INTO ",
            &quote(table),
            " (",
            &columns,
            ") VALUES ",
            &rows,
        ]
        .concat()
    }

    /// The values of one row.
    fn row(&self, values: &[Option<&str>]) -> String {
        let values: Vec<String> = values.iter().map(|value| self.value(*value)).collect();
        ["(", &values.join(", "), ")"].concat()
    }

    fn update(&self, table: &str, cells: &[(&str, Option<&str>)], condition: &str) -> String {
        let quote = |name: &str| self.dialect.ddl().quote(name);
        let set: Vec<String> = cells
            .iter()
            .map(|(name, value)| format!("{} = {}", quote(name), self.value(*value)))
            .collect();
        [
            "UPDATE ",
            &quote(table),
            " SET ",
            &set.join(", "),
            " WHERE ",
            condition,
        ]
        .concat()
    }
}
