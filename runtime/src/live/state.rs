//! trueup's own tables: what was applied last, and the history.
//!
//! In: records. Out: rows of tables that are defined like any other, and brought up to date by the
//! same stages. Times are UTC texts, so that they read the same on every engine.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::clock::{now, version};
use super::connection::Connection;
use super::{Expression, Place};
use crate::dialect::{Dialect, Statement, lower};
use crate::diff::{Edit, Ownership, compare, pair};
use crate::error::Error;
use crate::meta::{ColumnMeta, Registry, TableMeta, ValueType};
use crate::model::{Flavor, Object, ObjectId, Origin, Schema, TableName};
use crate::plan::{self, Sides};

/// The beginning of the names of trueup's own tables.
pub(crate) const PREFIX: &str = "_trueup_";

const STATE: TableMeta = own_table(
    "_trueup_state",
    &[
        text("application", Some(100)),
        text("desired", Some(64)),
        text("live", Some(64)),
        text("memory", None),
        text("updated_at", Some(40)),
    ],
    &["application"],
);

pub(crate) const MIGRATIONS: TableMeta = own_table(
    "_trueup_migrations",
    &[
        text("version", Some(40)),
        text("application", Some(100)),
        text("description", None),
        text("checksum", Some(64)),
        text("desired", Some(64)),
        optional("parent", Some(64)),
        text("status", Some(20)),
        text("started_at", Some(40)),
        optional("finished_at", Some(40)),
        optional("rolled_back_at", Some(40)),
        optional("error", None),
    ],
    &["version"],
);

pub(crate) const STEPS: TableMeta = own_table(
    "_trueup_steps",
    &[
        text("version", Some(40)),
        ColumnMeta {
            value: ValueType::I64,
            ..text("step", None)
        },
        text("kind", Some(40)),
        text("object", None),
        text("statements", None),
        text("inverse", None),
        text("status", Some(20)),
        text("started_at", Some(40)),
        optional("finished_at", Some(40)),
        optional("error", None),
    ],
    &["version", "step"],
);

const APPROVALS: TableMeta = own_table(
    "_trueup_approvals",
    &[
        text("plan", Some(64)),
        text("application", Some(100)),
        text("approved_at", Some(40)),
    ],
    &["plan", "application"],
);

const fn own_table(
    name: &'static str,
    columns: &'static [ColumnMeta],
    primary_key: &'static [&'static str],
) -> TableMeta {
    TableMeta {
        rust_name: "",
        module: "trueup",
        schema: None,
        name,
        renamed_from: &[],
        columns,
        primary_key,
        uniques: &[],
        indexes: &[],
        foreign_keys: &[],
        checks: &[],
        dropped: &[],
    }
}

const fn text(name: &'static str, max_length: Option<u32>) -> ColumnMeta {
    ColumnMeta {
        name,
        field: name,
        value: ValueType::Text,
        nullable: false,
        auto_increment: false,
        max_length,
        default: None,
        renamed_from: &[],
    }
}

const fn optional(name: &'static str, max_length: Option<u32>) -> ColumnMeta {
    ColumnMeta {
        nullable: true,
        ..text(name, max_length)
    }
}

/// What is remembered of an application between its runs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Memory {
    /// What was applied last: the objects that are ours.
    pub(crate) base: Schema,
    /// Where the managed tables are declared.
    pub(crate) origins: Vec<(TableName, Origin)>,
    /// How the server spells what the code writes.
    pub(crate) spellings: Vec<Spelling>,
    /// Changes that stayed different although they were applied.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub(crate) unsettled: BTreeSet<String>,
}

/// One expression as it is written and as the server reads it back.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) struct Spelling {
    pub(crate) table: TableName,
    pub(crate) place: Place,
    pub(crate) written: String,
    pub(crate) read: String,
}

impl Memory {
    pub(crate) fn spellings(&self) -> BTreeMap<Expression, &str> {
        let entry = |spelling: &Spelling| Expression {
            table: spelling.table.clone(),
            place: spelling.place.clone(),
            text: spelling.written.clone(),
        };
        self.spellings
            .iter()
            .map(|spelling| (entry(spelling), spelling.read.as_str()))
            .collect()
    }
}

/// The state row of an application.
#[derive(Debug, Clone, Default)]
pub(crate) struct State {
    /// The fingerprint of the desired schema that was applied last.
    pub(crate) desired: Option<String>,
    /// The fingerprint of the live schema after that.
    pub(crate) live: Option<String>,
    pub(crate) memory: Option<Memory>,
    /// Fingerprints of desired schemas that were applied before the last one.
    pub(crate) ancestors: BTreeSet<String>,
    /// Whether a later schema was begun, changed something, and did not come to its end.
    pub(crate) is_overtaken: bool,
    /// Whether a run of the application is recorded as running: now, or its process is gone.
    pub(crate) is_running: bool,
    /// Plans that were approved in the database.
    pub(crate) approvals: Vec<String>,
    /// What other applications made here.
    pub(crate) others: BTreeSet<ObjectId>,
}

/// Whether the table is one of trueup's own.
pub(crate) fn is_own(name: &TableName) -> bool {
    name.name.starts_with(PREFIX)
}

/// The schema without trueup's own tables.
pub(crate) fn without_own(mut schema: Schema) -> Schema {
    schema.tables.retain(|table| !is_own(&table.name));
    schema
}

/// Reads what is remembered. `live` is the whole schema, which tells whether our tables are there.
pub(crate) async fn read(
    connection: &mut Connection,
    live: &Schema,
    application: &str,
) -> Result<State, Error> {
    if live.table(&TableName::new(STATE.name)).is_none() {
        return Ok(State::default());
    }
    let dialect = Dialect::of(live.flavor);
    let quote = |name: &str| dialect.ddl().quote(name);
    let state = format!(
        "SELECT application, desired, live, memory FROM {}",
        quote(STATE.name)
    );
    let own = application;
    let application = dialect.ddl().literal(own);
    let applied = format!(
        "SELECT DISTINCT desired FROM {} WHERE application = {application} AND status = 'applied'",
        quote(MIGRATIONS.name)
    );
    let approved = format!(
        "SELECT plan FROM {} WHERE application = {application}",
        quote(APPROVALS.name)
    );
    let unfinished = format!(
        "SELECT status, parent, desired, (SELECT COUNT(*) FROM {} s WHERE s.version = m.version AND s.status = 'applied') \
         FROM {} m WHERE application = {application} AND status <> 'applied'",
        quote(STEPS.name),
        quote(MIGRATIONS.name)
    );
    let mut answers = Vec::new();
    for sql in [state, applied, approved, unfinished] {
        answers.push(
            connection
                .rows(&sql)
                .await
                .map_err(|source| Error::History {
                    what: "reading the state".to_owned(),
                    source: Some(source),
                })?,
        );
    }
    let column = |rows: &[Vec<Option<String>>]| -> Vec<String> {
        rows.iter()
            .filter_map(|row| row.first().cloned().flatten())
            .collect()
    };
    let mut found = State {
        ancestors: column(&answers[1]).into_iter().collect(),
        approvals: column(&answers[2]),
        ..State::default()
    };
    for row in &answers[0] {
        let [Some(of), desired, live, Some(memory)] = &row[..] else {
            continue;
        };
        let memory = remembered(memory);
        if of != own {
            // Applications are released apart: a newer one must not keep this one from starting.
            match memory {
                Ok(memory) => found
                    .others
                    .extend(memory.base.facts().into_iter().map(|fact| fact.id)),
                Err(error) => {
                    tracing::warn!(target: "trueup::state", application = of, error = error.report(), "what another application made is not known");
                }
            }
            continue;
        }
        let memory = memory?;
        found.desired.clone_from(desired);
        found.live.clone_from(live);
        found.memory = Some(memory);
        if let Some(desired) = &found.desired {
            found.ancestors.remove(desired);
        }
    }
    note_unfinished(&mut found, &answers[3]);
    Ok(found)
}

/// What the records of runs that did not come to their end tell.
fn note_unfinished(found: &mut State, records: &[Vec<Option<String>>]) {
    for record in records {
        let [Some(status), parent, desired, Some(applied)] = &record[..] else {
            continue;
        };
        found.is_running |= status == RecordStatus::Running.as_str();
        found.is_overtaken |=
            applied != "0" && *parent == found.desired && *desired != found.desired;
    }
}

fn remembered(text: &str) -> Result<Memory, Error> {
    serde_json::from_str(text).map_err(|source| Error::History {
        what: "the memory of the last run cannot be read; a newer trueup may have written it"
            .to_owned(),
        source: Some(source.into()),
    })
}

/// Statements that create what is missing of trueup's own tables.
pub(crate) fn bootstrap(live: &Schema) -> Result<Vec<Statement>, Error> {
    let internal = |error: String| Error::Internal(error);
    let registry = Registry::of(&[&STATE, &MIGRATIONS, &STEPS, &APPROVALS])
        .map_err(|error| internal(error.to_string()))?;
    let desired = lower(&registry, live.flavor)?;
    let own = Schema {
        tables: live
            .tables
            .iter()
            .filter(|table| is_own(&table.name))
            .cloned()
            .collect(),
        ..Schema::new(live.flavor)
    };
    let paired = pair(None, &own, &desired.schema, &desired.intents);
    let mut difference = compare(&paired, Ownership::Recorded);
    difference.changes.retain(|change| {
        matches!(
            change.edit,
            Edit::Create(Object::Table(_) | Object::Column(..))
        )
    });
    let sides = Sides {
        live: &own,
        renamed: &paired.live,
        desired: &paired.desired,
    };
    let plan = plan::plan(&difference, sides).map_err(|cycle| internal(cycle.to_string()))?;
    Ok(plan
        .steps
        .into_iter()
        .flat_map(|step| step.statements)
        .collect())
}

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
    const fn as_str(self) -> &'static str {
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

    /// Steps that start now, or that ran.
    pub(crate) fn steps(&self, records: &[StepRecord<'_>], status: RecordStatus) -> Vec<String> {
        let at = now();
        let finished = (status == RecordStatus::Applied).then_some(at.as_str());
        records
            .iter()
            .map(|record| {
                let statements: Vec<&str> = record
                    .statements
                    .iter()
                    .map(|statement| statement.sql.as_str())
                    .collect();
                self.insert(
                    STEPS.name,
                    &[
                        ("version", Some(&self.version)),
                        ("step", Some(&record.step.to_string())),
                        ("kind", Some(&record.kind)),
                        ("object", Some(&record.object)),
                        ("statements", Some(&statements.join(";\n"))),
                        ("inverse", Some(&record.inverse.join(";\n"))),
                        ("status", Some(status.as_str())),
                        ("started_at", Some(&at)),
                        ("finished_at", finished),
                    ],
                )
            })
            .collect()
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
        vec![
            remove,
            self.insert(
                APPROVALS.name,
                &[
                    ("plan", Some(plan)),
                    ("application", Some(&self.application)),
                    ("approved_at", Some(&now())),
                ],
            ),
        ]
    }

    /// Replaces the state row.
    pub(crate) fn remember(
        &self,
        desired: &str,
        live: &str,
        memory: &Memory,
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
                ],
            ),
        ])
    }

    fn literal(&self, text: &str) -> String {
        self.dialect.ddl().literal(text)
    }

    fn value(&self, value: Option<&str>) -> String {
        value.map_or_else(|| "NULL".to_owned(), |text| self.literal(text))
    }

    fn insert(&self, table: &str, cells: &[(&str, Option<&str>)]) -> String {
        let quote = |name: &str| self.dialect.ddl().quote(name);
        let columns: Vec<String> = cells.iter().map(|(name, _)| quote(name)).collect();
        let values: Vec<String> = cells.iter().map(|(_, value)| self.value(*value)).collect();
        let (columns, values) = (columns.join(", "), values.join(", "));
        [
            "INSERT INTO ",
            &quote(table),
            " (",
            &columns,
            ") VALUES (",
            &values,
            ")",
        ]
        .concat()
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
