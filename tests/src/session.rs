//! A connection to a database of any engine, for looking at what a migration left behind.

use sqlx::mysql::MySqlConnection;
use sqlx::postgres::PgConnection;
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sqlx::{AssertSqlSafe, ConnectOptions, Connection, Row};
use trueup::live::{Scope, mysql, postgres, sqlite};
use trueup::model::Schema;

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

    /// The schema as trueup reads it, without trueup's own tables.
    ///
    /// # Panics
    ///
    /// When it cannot be read.
    pub async fn schema(&mut self) -> Schema {
        let scope = Scope::Namespaces(Vec::new());
        let schema = match self {
            Self::Postgres(connection) => {
                let flavor = postgres::server(connection).await.expect("a flavor").flavor;
                postgres::inspect(connection, flavor, &scope).await
            }
            Self::MariaDb(connection) => {
                let flavor = mysql::server(connection).await.expect("a flavor").flavor;
                mysql::inspect(connection, flavor, &scope).await
            }
            Self::Sqlite(connection) => {
                let flavor = sqlite::server(connection).await.expect("a flavor").flavor;
                sqlite::inspect(connection, flavor, &scope).await
            }
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
