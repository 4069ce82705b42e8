//! Connections of our own, outside of any pool.
//!
//! In: where the database is. Out: an open session with settings that suit a migration. The only
//! place where SQL text that was built at run time reaches sqlx.

use std::time::{Duration, Instant};

#[cfg(any(feature = "postgres", feature = "mysql", feature = "sqlite"))]
use sqlx::{AssertSqlSafe, ConnectOptions, Connection as _, Executor, Row};

use crate::config::Config;
use crate::error::{DriverError, Error};
use crate::model::{Engine, Flavor, Schema};

use super::driver::{may_come_up, why_not};
use super::target::{Options, Target};
use super::{Scope, Server, home};

/// Rows as texts.
pub(crate) type Rows = Vec<Vec<Option<String>>>;

/// An open session.
#[derive(Debug)]
#[non_exhaustive]
pub enum Connection {
    /// PostgreSQL.
    #[cfg(feature = "postgres")]
    Postgres(Box<sqlx::PgConnection>),
    /// MySQL or MariaDB.
    #[cfg(feature = "mysql")]
    MySql(Box<sqlx::MySqlConnection>),
    /// SQLite.
    #[cfg(feature = "sqlite")]
    Sqlite(Box<sqlx::SqliteConnection>),
}

macro_rules! on {
    ($connection:expr, $name:ident => $body:expr) => {
        match $connection {
            #[cfg(feature = "postgres")]
            Connection::Postgres($name) => $body,
            #[cfg(feature = "mysql")]
            Connection::MySql($name) => $body,
            #[cfg(feature = "sqlite")]
            Connection::Sqlite($name) => $body,
        }
    };
}

impl Connection {
    /// Connects and prepares the session.
    pub(crate) async fn open(target: &Target, config: &Config) -> Result<Self, Error> {
        let mut connection = Self::bare(target, config).await?;
        connection.prepare(config).await?;
        Ok(connection)
    }

    /// Connects. That is tried again until the deadline; nothing else ever is.
    pub(crate) async fn bare(target: &Target, config: &Config) -> Result<Self, Error> {
        let deadline = Instant::now() + config.connect_timeout;
        let mut pause = Duration::from_millis(50);
        let mut told = None;
        loop {
            match tokio::time::timeout(config.connect_timeout, Self::connect(target, config)).await
            {
                Ok(Ok(mut connection)) => {
                    connection.enter(target).await?;
                    return Ok(connection);
                }
                Ok(Err(error)) if !may_come_up(&error) || Instant::now() + pause > deadline => {
                    return Err(Error::Connect {
                        reason: why_not(target.engine(), &error),
                        source: Some(error.into()),
                    });
                }
                Err(_) => {
                    return Err(Error::Connect {
                        reason: format!("no answer in {:?}", config.connect_timeout),
                        source: None,
                    });
                }
                Ok(Err(error)) => {
                    // One cause is told once, however often it is tried.
                    let cause = error.to_string();
                    if told.as_ref() != Some(&cause) {
                        tracing::warn!(target: "trueup::connect", error = %cause, "the database does not answer yet; trying again");
                        told = Some(cause);
                    }
                    tokio::time::sleep(pause).await;
                    pause = (pause * 2).min(Duration::from_secs(2));
                }
            }
        }
    }

    #[cfg_attr(
        not(any(feature = "postgres", feature = "sqlite")),
        expect(
            unused_variables,
            reason = "MySQL has nothing to be told on connecting"
        )
    )]
    async fn connect(target: &Target, config: &Config) -> Result<Self, sqlx::Error> {
        Ok(match &target.options {
            #[cfg(feature = "postgres")]
            Options::Postgres(options) => {
                let name = format!("trueup {} {}", config.application, std::process::id());
                Self::Postgres(Box::new(
                    options
                        .as_ref()
                        .clone()
                        .application_name(&name)
                        .connect()
                        .await?,
                ))
            }
            #[cfg(feature = "mysql")]
            Options::MySql(options) => {
                let options = match &target.home {
                    Some(home) => &options.as_ref().clone().database(home),
                    None => options.as_ref(),
                };
                Self::MySql(Box::new(options.connect().await?))
            }
            // Foreign keys are off on this connection from its start: inside a transaction the pragma
            // does nothing, and a table that is rebuilt would empty the tables that refer to it
            // (sqlite.org/pragma.html#pragma_foreign_keys). They are checked before each commit.
            #[cfg(feature = "sqlite")]
            Options::Sqlite(options) => {
                let options = options
                    .as_ref()
                    .clone()
                    .foreign_keys(false)
                    .busy_timeout(config.statement_lock_timeout);
                Self::Sqlite(Box::new(options.connect().await?))
            }
        })
    }

    /// Brings the session to the namespace of its target, where connecting did not.
    async fn enter(&mut self, target: &Target) -> Result<(), Error> {
        let (Some(home), Engine::Postgres) = (&target.home, self.engine()) else {
            return Ok(());
        };
        let failed = |source| Error::Connect {
            reason: format!("the session cannot be brought to the schema `{home}`"),
            source,
        };
        let entered = self.rows(&home::enter(home)).await;
        let rows = entered.map_err(|error| failed(Some(error)))?;
        // What is not there is passed over in silence, and the next of the search path taken for it.
        match rows.last().map(Vec::as_slice) {
            Some([Some(name)]) if name == home => Ok(()),
            _ => Err(failed(Some("it is not there, or may not be used".into()))),
        }
    }

    /// Prepares the session, and asks what the server is: both at once, where it takes them so.
    pub(crate) async fn prepare_and_identify(&mut self, config: &Config) -> Result<Server, Error> {
        match self {
            #[cfg(feature = "postgres")]
            Self::Postgres(connection) => {
                let settings = settings(Engine::Postgres, config) + ";\n";
                super::postgres::server_after(connection, &settings).await
            }
            #[cfg(any(feature = "mysql", feature = "sqlite"))]
            _ => {
                self.prepare(config).await?;
                self.server().await
            }
        }
    }

    /// Tells a session how long to wait, and what must not happen in silence.
    pub(crate) async fn prepare(&mut self, config: &Config) -> Result<(), Error> {
        let prepared = self
            .rows(&settings(self.engine(), config))
            .await
            .map_err(|source| Error::Connect {
                reason: "the session cannot be prepared".to_owned(),
                source: Some(source),
            })?;
        if self.engine() == Engine::Sqlite && prepared != [[Some("0".to_owned())]] {
            return Err(Error::Connect {
                reason: "foreign keys cannot be turned off for the time of a migration".to_owned(),
                source: None,
            });
        }
        Ok(())
    }

    /// The kind of database.
    #[must_use]
    pub const fn engine(&self) -> Engine {
        match self {
            #[cfg(feature = "postgres")]
            Self::Postgres(_) => Engine::Postgres,
            #[cfg(feature = "mysql")]
            Self::MySql(_) => Engine::MySql,
            #[cfg(feature = "sqlite")]
            Self::Sqlite(_) => Engine::Sqlite,
        }
    }

    /// Runs a text of one or more statements.
    pub(crate) async fn execute(&mut self, sql: &str) -> Result<(), DriverError> {
        on!(self, connection => connection
            .execute(sqlx::raw_sql(AssertSqlSafe(sql.to_owned())))
            .await
            .map(|_| ())
            .map_err(DriverError::from))
    }

    /// Runs statements in order. Of one that fails, tells how many came before it.
    pub(crate) async fn execute_each(
        &mut self,
        statements: &[&str],
    ) -> Result<(), (usize, DriverError)> {
        match self {
            #[cfg(feature = "sqlite")]
            Self::Sqlite(connection) => super::sqlite::execute_each(connection, statements).await,
            #[cfg(any(feature = "postgres", feature = "mysql"))]
            _ => {
                for (at, statement) in statements.iter().enumerate() {
                    self.execute(statement).await.map_err(|error| (at, error))?;
                }
                Ok(())
            }
        }
    }

    /// Runs a text of statements, and returns the rows that they yield as texts.
    pub(crate) async fn rows(&mut self, sql: &str) -> Result<Rows, DriverError> {
        on!(self, connection => {
            let rows = connection.fetch_all(sqlx::raw_sql(AssertSqlSafe(sql.to_owned()))).await?;
            let mut texts = Vec::with_capacity(rows.len());
            for row in &rows {
                let cells: Result<Vec<_>, sqlx::Error> = (0..row.len()).map(|at| row.try_get_unchecked(at)).collect();
                texts.push(cells?);
            }
            Ok(texts)
        })
    }

    /// What the server is, and where in it the session is.
    pub(crate) async fn server(&mut self) -> Result<Server, Error> {
        match self {
            #[cfg(feature = "postgres")]
            Self::Postgres(connection) => super::postgres::server(connection).await,
            #[cfg(feature = "mysql")]
            Self::MySql(connection) => super::mysql::server(connection).await,
            #[cfg(feature = "sqlite")]
            Self::Sqlite(connection) => super::sqlite::server(connection).await,
        }
    }

    /// What the server is, wherever in it the session is.
    pub(crate) async fn flavor(&mut self) -> Result<Flavor, Error> {
        match self {
            #[cfg(feature = "mysql")]
            Self::MySql(connection) => Ok(super::mysql::identify(connection).await?.0),
            #[cfg(any(feature = "postgres", feature = "sqlite"))]
            _ => Ok(self.server().await?.flavor),
        }
    }

    /// Reads the live schema.
    pub(crate) async fn inspect(
        &mut self,
        server: &Server,
        scope: &Scope,
        limit: Duration,
    ) -> Result<Schema, Error> {
        let reading = async {
            match self {
                #[cfg(feature = "postgres")]
                Self::Postgres(connection) => {
                    super::postgres::inspect(connection, server, scope).await
                }
                #[cfg(feature = "mysql")]
                Self::MySql(connection) => super::mysql::inspect(connection, server, scope).await,
                #[cfg(feature = "sqlite")]
                Self::Sqlite(connection) => super::sqlite::inspect(connection, server, scope).await,
            }
        };
        within(limit, reading).await
    }

    /// Tells the columns of views, as far as the inspection left them open.
    #[cfg(feature = "cli")]
    #[cfg_attr(
        not(feature = "sqlite"),
        expect(unused_variables, reason = "the others leave nothing open")
    )]
    pub(crate) async fn describe_views(&mut self, schema: &mut Schema) {
        match self {
            #[cfg(feature = "postgres")]
            Self::Postgres(_) => {}
            #[cfg(feature = "mysql")]
            Self::MySql(_) => {}
            #[cfg(feature = "sqlite")]
            Self::Sqlite(connection) => super::sqlite::describe_views(connection, schema).await,
        }
    }

    /// How the server itself spells expressions.
    pub(crate) async fn normalize(
        &mut self,
        schema: &Schema,
        expressions: &[super::Expression],
    ) -> Result<std::collections::BTreeMap<super::Expression, String>, Error> {
        match self {
            #[cfg(feature = "postgres")]
            Self::Postgres(connection) => {
                super::postgres::normalize(connection, schema, expressions).await
            }
            #[cfg(feature = "mysql")]
            Self::MySql(connection) => {
                super::mysql::normalize(connection, schema, expressions).await
            }
            #[cfg(feature = "sqlite")]
            Self::Sqlite(connection) => {
                super::sqlite::normalize(connection, schema, expressions).await
            }
        }
    }

    /// What the server would refuse in the middle of the plan.
    #[cfg(feature = "postgres")]
    pub(crate) async fn rehearse(
        &mut self,
        rehearsal: crate::plan::Rehearsal,
    ) -> Result<Vec<crate::model::Stuck>, Error> {
        match self {
            Self::Postgres(connection) => super::postgres::rehearse(connection, rehearsal).await,
            #[cfg(feature = "mysql")]
            Self::MySql(_) => Ok(Vec::new()),
            #[cfg(feature = "sqlite")]
            Self::Sqlite(_) => Ok(Vec::new()),
        }
    }

    /// Tells of desired views what they use of that which goes, where their words alone tell it.
    #[cfg(feature = "sqlite")]
    pub(crate) async fn narrow_views(&mut self, paired: &mut crate::diff::Paired) {
        match self {
            #[cfg(feature = "postgres")]
            Self::Postgres(_) => {}
            #[cfg(feature = "mysql")]
            Self::MySql(_) => {}
            Self::Sqlite(connection) => super::sqlite::narrow(connection, paired).await,
        }
    }

    /// Ends the session.
    pub(crate) async fn close(self) {
        let closed = match self {
            #[cfg(feature = "postgres")]
            Self::Postgres(connection) => connection.close().await,
            #[cfg(feature = "mysql")]
            Self::MySql(connection) => connection.close().await,
            #[cfg(feature = "sqlite")]
            Self::Sqlite(connection) => connection.close().await,
        };
        if let Err(error) = closed {
            tracing::warn!(target: "trueup::connect", %error, "the connection did not close cleanly; the server ends it");
        }
    }
}

/// What is read, unless that takes too long.
pub(super) async fn within<T>(
    limit: Duration,
    reading: impl Future<Output = Result<T, Error>>,
) -> Result<T, Error> {
    tokio::time::timeout(limit, reading)
        .await
        .unwrap_or_else(|_| {
            Err(Error::Inspect {
                what: format!("it took longer than {limit:?}"),
                source: None,
            })
        })
}

/// What a session is told: how long to wait, and what must not happen in silence.
fn settings(engine: Engine, config: &Config) -> String {
    let wait = config.statement_lock_timeout;
    match engine {
        Engine::Postgres => format!(
            "SET lock_timeout = {}; SET statement_timeout = 0; SET idle_in_transaction_session_timeout = 0; \
             SET client_min_messages = warning; SET standard_conforming_strings = on; \
             SELECT set_config('client_connection_check_interval', '1000', false) \
             WHERE current_setting('server_version_num')::integer >= 140000",
            wait.as_millis()
        ),
        // Without a strict mode a change of type cuts values in silence.
        Engine::MySql => {
            let seconds = wait.as_secs() + u64::from(wait.subsec_nanos() > 0);
            format!(
                "SET SESSION sql_mode = 'STRICT_ALL_TABLES,ERROR_FOR_DIVISION_BY_ZERO,NO_ZERO_DATE,NO_ZERO_IN_DATE,NO_ENGINE_SUBSTITUTION', \
                 SESSION lock_wait_timeout = {seconds}, SESSION innodb_lock_wait_timeout = {seconds}, SESSION foreign_key_checks = 1"
            )
        }
        Engine::Sqlite => "PRAGMA foreign_keys".to_owned(),
    }
}
