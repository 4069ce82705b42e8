//! What the history holds, for people to read; and the approvals, which people write.
//!
//! In: an open session and the schema that it has. Out: records. Changes nothing but approvals.

use serde::Serialize;

use super::execute::record;
use super::lock::Lock;
use super::state::{self, History, MIGRATIONS, STEPS};
use super::{Connection, Scope, Target};
use crate::config::Config;
use crate::dialect::Dialect;
use crate::error::Error;
use crate::meta::TableMeta;
use crate::model::{Engine, Flavor, Schema, TableName};

/// One migration as the history holds it. Times are UTC.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Record {
    pub(crate) version: String,
    pub(crate) description: String,
    /// The hash of the plan.
    pub(crate) checksum: String,
    /// The fingerprint of the schema that was wanted.
    pub(crate) desired: String,
    /// The one that was wanted before.
    pub(crate) parent: Option<String>,
    pub(crate) status: String,
    pub(crate) started_at: String,
    pub(crate) finished_at: Option<String>,
    pub(crate) rolled_back_at: Option<String>,
    pub(crate) error: Option<String>,
}

/// One step of a migration as the history holds it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct RecordedStep {
    pub(crate) step: usize,
    pub(crate) kind: String,
    pub(crate) object: String,
    /// The statements that ran, with semicolons between them.
    pub(crate) statements: String,
    /// The statements that take them back, with semicolons between them.
    pub(crate) inverse: String,
    pub(crate) status: String,
    pub(crate) started_at: String,
    pub(crate) finished_at: Option<String>,
    pub(crate) error: Option<String>,
}

/// A session that reads the history.
pub(crate) struct Reader {
    connection: Connection,
    whole: Schema,
    application: String,
}

impl Reader {
    pub(crate) async fn open(target: &Target, config: &Config) -> Result<Self, Error> {
        let mut connection = Connection::open(target, config).await?;
        let whole = default_namespace(&mut connection, config).await?;
        Ok(Self {
            connection,
            whole,
            application: config.application.clone(),
        })
    }

    pub(crate) const fn flavor(&self) -> Flavor {
        self.whole.flavor
    }

    pub(crate) async fn state(&mut self) -> Result<state::State, Error> {
        state::read(&mut self.connection, &self.whole, &self.application).await
    }

    /// The migrations of the application, oldest first.
    pub(crate) async fn records(&mut self) -> Result<Vec<Record>, Error> {
        let columns = [
            "version",
            "description",
            "checksum",
            "desired",
            "parent",
            "status",
            "started_at",
            "finished_at",
            "rolled_back_at",
            "error",
        ];
        let condition = ("application", self.application.clone());
        let rows = self
            .select(&MIGRATIONS, &columns, &condition, "started_at")
            .await?;
        let record = |mut cells: Cells| Record {
            version: cells.text(),
            description: cells.text(),
            checksum: cells.text(),
            desired: cells.text(),
            parent: cells.next(),
            status: cells.text(),
            started_at: cells.text(),
            finished_at: cells.next(),
            rolled_back_at: cells.next(),
            error: cells.next(),
        };
        Ok(rows.into_iter().map(record).collect())
    }

    /// The steps of one migration, in the order of its plan.
    pub(crate) async fn steps(&mut self, version: &str) -> Result<Vec<RecordedStep>, Error> {
        let columns = [
            "step",
            "kind",
            "object",
            "statements",
            "inverse",
            "status",
            "started_at",
            "finished_at",
            "error",
        ];
        let condition = ("version", version.to_owned());
        let rows = self.select(&STEPS, &columns, &condition, "step").await?;
        let step = |mut cells: Cells| RecordedStep {
            step: cells.text().parse().unwrap_or_default(),
            kind: cells.text(),
            object: cells.text(),
            statements: cells.text(),
            inverse: cells.text(),
            status: cells.text(),
            started_at: cells.text(),
            finished_at: cells.next(),
            error: cells.next(),
        };
        Ok(rows.into_iter().map(step).collect())
    }

    pub(crate) async fn close(self) {
        self.connection.close().await;
    }

    /// No row, when trueup has not made its tables yet.
    async fn select(
        &mut self,
        table: &TableMeta,
        columns: &[&str],
        (column, value): &(&str, String),
        order: &str,
    ) -> Result<Vec<Cells>, Error> {
        if self.whole.table(&TableName::new(table.name)).is_none() {
            return Ok(Vec::new());
        }
        let dialect = Dialect::of(self.whole.flavor);
        let quote = |name: &str| dialect.ddl().quote(name);
        let names: Vec<String> = columns.iter().map(|name| quote(name)).collect();
        let sql = format!(
            "SELECT {} FROM {} WHERE {} = {} ORDER BY {}",
            names.join(", "),
            quote(table.name),
            quote(column),
            dialect.ddl().literal(value),
            quote(order)
        );
        let rows = self
            .connection
            .rows(&sql)
            .await
            .map_err(|source| Error::History {
                what: "reading the records".to_owned(),
                source: Some(source),
            })?;
        Ok(rows.into_iter().map(|row| Cells(row.into_iter())).collect())
    }
}

/// The cells of a row, from the left.
struct Cells(std::vec::IntoIter<Option<String>>);

impl Cells {
    fn next(&mut self) -> Option<String> {
        self.0.next().flatten()
    }

    fn text(&mut self) -> String {
        self.next().unwrap_or_default()
    }
}

/// Lets everything run that is in the plan with this hash. Makes trueup's own tables when they are
/// not there, under the lock, as a migration would.
pub(crate) async fn approve(target: &Target, config: &Config, plan: &str) -> Result<(), Error> {
    let mut work = Connection::open(target, config).await?;
    let lock = Lock::acquire(target, config, &mut work).await?;
    let written = write_approval(&mut work, config, plan).await;
    if written.is_err() {
        // The error is what counts; what is left of the transaction goes with the connection.
        let _ = work.execute("ROLLBACK").await;
    }
    work.close().await;
    lock.release().await;
    written
}

async fn write_approval(work: &mut Connection, config: &Config, plan: &str) -> Result<(), Error> {
    let whole = default_namespace(work, config).await?;
    let own = state::bootstrap(&whole)?;
    let mut statements: Vec<String> = own.into_iter().map(|statement| statement.sql).collect();
    // On SQLite the lock is the transaction.
    if work.engine() != Engine::Sqlite {
        statements.push("BEGIN".to_owned());
    }
    statements.extend(History::new(whole.flavor, &config.application).approve(plan));
    statements.push("COMMIT".to_owned());
    record(work, &statements).await
}

/// trueup's own tables are in the default namespace.
async fn default_namespace(connection: &mut Connection, config: &Config) -> Result<Schema, Error> {
    let server = connection.server().await?;
    let scope = Scope::Namespaces(Vec::new());
    connection
        .inspect(&server, &scope, config.inspect_timeout)
        .await
}
