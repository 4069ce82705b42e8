//! What is known of an application: what was applied last, and how.
//!
//! In: trueup's own tables. Out: [`State`]. What is written to them is in `records`, how they come to be
//! in `tables`.

mod records;
mod tables;

pub(crate) use records::{History, RecordStatus, StepRecord};
pub(crate) use tables::{MIGRATIONS, STEPS, bootstrap};

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

#[cfg(feature = "postgres")]
use super::connection::within;
use super::connection::{Connection, Rows};
use super::home::Home;
use super::{Expression, Place, Scope, Server};
use crate::config::Config;
use crate::dialect::Dialect;
use crate::error::Error;
use crate::model::{Flavor, ObjectId, Origin, Schema, TableName};
use tables::{APPROVALS, PREFIX, STATE};

/// The table that holds a row of each application.
pub(super) const TABLE: &str = STATE.name;

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

impl Spelling {
    /// The expression as it is written.
    pub(crate) fn expression(&self) -> Expression {
        Expression {
            table: self.table.clone(),
            place: self.place.clone(),
            text: self.written.clone(),
        }
    }
}

impl Memory {
    pub(crate) fn spellings(&self) -> BTreeMap<Expression, &str> {
        self.spellings
            .iter()
            .map(|spelling| (spelling.expression(), spelling.read.as_str()))
            .collect()
    }
}

/// The state row of an application.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct State {
    /// Whether there is anything to be read.
    is_kept: bool,
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

/// The schema without trueup's own tables, and what is listed of them, such as privileges that every new table gets.
pub(crate) fn without_own(mut schema: Schema) -> Schema {
    schema.tables.retain(|table| !is_own(&table.name));
    let listed = &mut schema.unsupported;
    listed.retain(|item| !item.on.as_ref().is_some_and(is_own));
    schema
}

/// The query for what the state row keeps of the last time that everything was read.
pub(super) fn seen(dialect: &Dialect, application: &str, home: Home<'_>) -> String {
    let quote = |name: &str| dialect.ddl().quote(name);
    let literal = |text: &str| dialect.ddl().literal(text);
    let own = quote(STATE.name);
    let (table, condition) = match home {
        Home::Named(name) => ([&quote(name), ".", &own].concat(), String::new()),
        // Where the session's own namespace has none, the next one of the search path may have one.
        Home::Own if matches!(dialect, Dialect::Postgres(_)) => {
            let name = literal(STATE.name);
            let its_own = format!(
                " AND tableoid = pg_catalog.to_regclass(pg_catalog.format('%I.%I', pg_catalog.current_schema(), {name}))"
            );
            (own, its_own)
        }
        Home::Own => (own, String::new()),
    };
    format!(
        "SELECT {} FROM {table} WHERE {} = {}{condition}",
        quote("seen"),
        quote("application"),
        literal(application)
    )
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
    ask(connection, live.flavor, application).await
}

/// Reads it again, where the schema is known to be the same as then.
pub(crate) async fn read_again(
    connection: &mut Connection,
    before: &State,
    flavor: Flavor,
    application: &str,
) -> Result<State, Error> {
    if !before.is_kept {
        return Ok(State::default());
    }
    ask(connection, flavor, application).await
}

async fn ask(
    connection: &mut Connection,
    flavor: Flavor,
    application: &str,
) -> Result<State, Error> {
    let sql = questions(&Dialect::of(flavor), application);
    let rows = connection
        .rows(&sql)
        .await
        .map_err(|source| Error::History {
            what: "reading the state".to_owned(),
            source: Some(source),
        })?;
    state(&rows, application)
}

/// Reads the live schema, with our own tables, and what is remembered of it.
pub(crate) async fn inspect(
    connection: &mut Connection,
    server: &Server,
    scope: &Scope,
    config: &Config,
) -> Result<(Schema, State), Error> {
    let limit = config.inspect_timeout;
    #[cfg(feature = "postgres")]
    if let (Connection::Postgres(session), Some(is_there)) = (&mut *connection, server.keeps_state)
    {
        let questions = if is_there {
            questions(&Dialect::of(server.flavor), &config.application)
        } else {
            String::new()
        };
        let reading = super::postgres::inspect_and_ask(session, server, scope, &questions);
        let (whole, rows) = within(limit, reading).await?;
        let state = if is_there {
            state(&rows, &config.application)?
        } else {
            // Another instance may have made them since it was asked for them.
            read(connection, &whole, &config.application).await?
        };
        return Ok((whole, state));
    }
    let whole = connection.inspect(server, scope, limit).await?;
    let state = read(connection, &whole, &config.application).await?;
    Ok((whole, state))
}

/// What the answers tell.
fn state(rows: &Rows, application: &str) -> Result<State, Error> {
    let mut answers: BTreeMap<&str, Vec<&[Option<String>]>> = BTreeMap::new();
    for row in rows {
        if let [Some(kind), cells @ ..] = &row[..] {
            answers.entry(kind).or_default().push(cells);
        }
    }
    let mut of = |kind: &str| answers.remove(kind).unwrap_or_default();
    let mut texts = |kind: &str| -> Vec<String> {
        let first = |cells: &[Option<String>]| cells.first().cloned().flatten();
        of(kind).into_iter().filter_map(first).collect()
    };
    let mut found = State {
        is_kept: true,
        ancestors: texts("ancestor").into_iter().collect(),
        approvals: texts("approval"),
        ..State::default()
    };
    for row in of("state") {
        let [Some(whose), desired, live, Some(memory)] = row else {
            continue;
        };
        let memory = remembered(memory);
        if whose != application {
            // Applications are released apart: a newer one must not keep this one from starting.
            match memory {
                Ok(memory) => found.others.extend(memory.base.ids()),
                Err(error) => {
                    tracing::warn!(target: "trueup::state", application = whose, error = error.report(), "what another application made is not known");
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
    note_unfinished(&mut found, &of("unfinished"));
    Ok(found)
}

/// What is asked of trueup's own tables, in one round trip. Each row begins with what it is.
fn questions(dialect: &Dialect, application: &str) -> String {
    let quote = |name: &str| dialect.ddl().quote(name);
    let (state, migrations) = (quote(STATE.name), quote(MIGRATIONS.name));
    let (steps, approvals) = (quote(STEPS.name), quote(APPROVALS.name));
    let application = dialect.ddl().literal(application);
    format!(
        "SELECT 'state', application, desired, live, memory FROM {state}; \
         SELECT DISTINCT 'ancestor', desired FROM {migrations} \
           WHERE application = {application} AND status = 'applied'; \
         SELECT 'approval', plan FROM {approvals} WHERE application = {application}; \
         SELECT 'unfinished', status, parent, desired, CASE WHEN EXISTS ( \
             SELECT 1 FROM {steps} s WHERE s.version = m.version AND s.status = 'applied') THEN 'begun' END \
           FROM {migrations} m WHERE application = {application} AND status <> 'applied'"
    )
}

/// What the records of runs that did not come to their end tell.
fn note_unfinished(found: &mut State, records: &[&[Option<String>]]) {
    for record in records {
        let [Some(status), parent, desired, begun] = record else {
            continue;
        };
        found.is_running |= status == RecordStatus::Running.as_str();
        found.is_overtaken |=
            begun.is_some() && *parent == found.desired && *desired != found.desired;
    }
}

fn remembered(text: &str) -> Result<Memory, Error> {
    serde_json::from_str(text).map_err(|source| Error::History {
        what: "the memory of the last run cannot be read; a newer trueup may have written it"
            .to_owned(),
        source: Some(source.into()),
    })
}
