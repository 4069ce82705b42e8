//! A connection to a database of any engine, for looking at what a migration left behind.

use std::io::{Write, stderr};
use std::thread;

use sqlx::mysql::MySqlConnection;
use sqlx::postgres::PgConnection;
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sqlx::{AssertSqlSafe, ConnectOptions, Connection, Row};
use trueup::live::{Scope, Server, mysql, postgres, sqlite};
use trueup::model::{Flavor, Schema, Vendor};

use crate::engines::{Database, Engine};

/// An open connection.
#[derive(Debug)]
pub enum Session {
    /// PostgreSQL.
    Postgres(PgConnection),
    /// MariaDB.
    MariaDb(MySqlConnection),
    /// SQLite, without the enforcement of foreign keys: as a migration connects.
    Sqlite(SqliteConnection),
}

macro_rules! on {
    ($session:expr, $connection:ident => $body:expr) => {
        match $session {
            Session::Postgres($connection) => $body,
            Session::MariaDb($connection) => $body,
            Session::Sqlite($connection) => $body,
        }
    };
}

impl Session {
    /// Connects.
    ///
    /// # Panics
    ///
    /// When the database does not answer.
    pub async fn open(database: &Database) -> Self {
        let url = database.url();
        match database.engine() {
            Engine::Postgres => PgConnection::connect(url).await.map(Self::Postgres),
            Engine::MariaDb => MySqlConnection::connect(url).await.map(Self::MariaDb),
            Engine::Sqlite => {
                let options: SqliteConnectOptions = url.parse().expect("an address");
                let options = options.foreign_keys(false);
                options.connect().await.map(Self::Sqlite)
            }
        }
        .expect("the database answers")
    }

    /// Runs one or more statements.
    ///
    /// # Errors
    ///
    /// With the engine's message and the text.
    pub async fn run(&mut self, sql: &str) -> Result<(), String> {
        on!(self, connection => sqlx::raw_sql(AssertSqlSafe(sql))
            .execute(connection)
            .await
            .map(|_| ()))
        .map_err(|error| format!("{error}\nin: {sql}"))
    }

    /// The rows of a query, each as one text with bars between its values.
    ///
    /// # Panics
    ///
    /// With the engine's message when the query fails.
    pub async fn rows(&mut self, sql: &str) -> Vec<String> {
        on!(self, connection => {
            let rows = sqlx::raw_sql(AssertSqlSafe(sql))
                .fetch_all(connection)
                .await
                .unwrap_or_else(|error| panic!("{error}\nin: {sql}"));
            rows.iter().map(|row| {
                let cells: Vec<String> = (0..row.len())
                    .map(|at| {
                        let cell: Option<String> = row.try_get_unchecked(at).expect("a text");
                        cell.unwrap_or_else(|| "NULL".to_owned())
                    })
                    .collect();
                cells.join("|")
            }).collect()
        })
    }

    /// The cells of the only row of a query.
    ///
    /// # Panics
    ///
    /// When the query fails, or has no row.
    pub async fn row(&mut self, sql: &str) -> Vec<String> {
        on!(self, connection => {
            let row = sqlx::raw_sql(AssertSqlSafe(sql))
                .fetch_one(connection)
                .await
                .unwrap_or_else(|error| panic!("{error}\nin: {sql}"));
            let cells = (0..row.len()).map(|at| {
                let cell: Option<String> = row.try_get_unchecked(at).expect("a text");
                cell.unwrap_or_default()
            });
            cells.collect()
        })
    }

    /// Vendor and version of the server.
    ///
    /// # Panics
    ///
    /// When it does not tell.
    pub async fn flavor(&mut self) -> Flavor {
        self.server().await.flavor
    }

    async fn server(&mut self) -> Server {
        let server = match self {
            Self::Postgres(connection) => postgres::server(connection).await,
            Self::MariaDb(connection) => mysql::server(connection).await,
            Self::Sqlite(connection) => sqlite::server(connection).await,
        };
        server.expect("what it is")
    }

    /// The schema as trueup reads it, without trueup's own tables.
    ///
    /// # Panics
    ///
    /// When it cannot be read.
    pub async fn schema(&mut self) -> Schema {
        self.schema_within(Scope::Namespaces(Vec::new())).await
    }

    /// What is in those namespaces, as trueup reads it, without trueup's own tables.
    ///
    /// # Panics
    ///
    /// When it cannot be read.
    pub async fn schema_within(&mut self, scope: Scope) -> Schema {
        let server = self.server().await;
        let schema = match self {
            Self::Postgres(connection) => postgres::inspect(connection, &server, &scope).await,
            Self::MariaDb(connection) => mysql::inspect(connection, &server, &scope).await,
            Self::Sqlite(connection) => sqlite::inspect(connection, &server, &scope).await,
        };
        let mut schema = schema.expect("a schema");
        schema
            .tables
            .retain(|table| !table.name.name.starts_with("_trueup_"));
        schema
    }

    /// Ends the connection.
    ///
    /// # Panics
    ///
    /// When the server objects.
    pub async fn close(self) {
        on!(self, connection => connection.close().await).expect("the connection is closed");
    }
}

impl Database {
    /// Vendor and version of the server that it is on, for what they do differently.
    pub async fn flavor(&self) -> Flavor {
        let mut session = Session::open(self).await;
        let flavor = session.flavor().await;
        session.close().await;
        flavor
    }

    /// Whether it has what this version of PostgreSQL brought, for a test that uses it; other engines always do. Where
    /// it has not, the test is told of as not applicable, past what a test's output is kept in.
    ///
    /// # Panics
    ///
    /// When nothing can be told.
    pub async fn is_since(&self, version: u16) -> bool {
        let flavor = self.flavor().await;
        let is_old = flavor.vendor == Vendor::Postgres && flavor.version.0 < version;
        if is_old {
            let test = thread::current();
            let name = test.name().unwrap_or("a test");
            writeln!(
                stderr(),
                "not applicable on {flavor}: {name} is about PostgreSQL {version}"
            )
            .expect("a line");
        }
        !is_old
    }

    /// Whether Oracle's MySQL stands where the tests otherwise have MariaDB.
    pub async fn is_mysql(&self) -> bool {
        self.flavor().await.vendor == Vendor::MySql
    }
}
