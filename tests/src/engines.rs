//! A fresh database of each engine for each test.

use std::env;
use std::fs::File;
use std::process;
use std::sync::atomic::{AtomicU32, Ordering};
use std::thread;
use std::time::{Duration, SystemTime};

use sqlx::mysql::{MySqlConnection, MySqlDatabaseError};
use sqlx::postgres::PgConnection;
use sqlx::sqlite::SqliteConnection;
use sqlx::{AssertSqlSafe, Connection};
use tempfile::TempDir;

/// Longer than any drop takes, and shorter than anybody waits for a test.
const DROP_LIMIT: Duration = Duration::from_secs(30);

/// MariaDB's error when a lock is not to be had in time.
const LOCK_WAIT_TIMEOUT: u16 = 1205;

/// MariaDB's error when the session to kill has ended.
const NO_SUCH_THREAD: u16 = 1094;

/// A database engine that the tests run on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Engine {
    /// PostgreSQL, the server that `TRUEUP_TEST_POSTGRES` names.
    Postgres,
    /// MariaDB or Oracle's MySQL, the server that `TRUEUP_TEST_MYSQL` names. What the two do differently, a test
    /// asks of [`Database::flavor`].
    MariaDb,
    /// SQLite, a file for each database.
    Sqlite,
}

impl Engine {
    /// Every engine, for a test that holds on all of them.
    pub const ALL: [Self; 3] = [Self::Postgres, Self::MariaDb, Self::Sqlite];

    /// A name for messages and snapshots.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Postgres => "postgres",
            Self::MariaDb => "mariadb",
            Self::Sqlite => "sqlite",
        }
    }

    /// Makes an empty database for one test.
    ///
    /// # Panics
    ///
    /// When it cannot be had: a test without its server has failed, and is not skipped.
    pub async fn database(self) -> Database {
        let name = unique_name();
        let home = match self {
            Self::Postgres => {
                let server = server_url("TRUEUP_TEST_POSTGRES");
                // Nobody can connect to template0, so a copy of it never waits for anyone.
                let sql = format!("CREATE DATABASE {} TEMPLATE template0", self.quote(&name));
                execute(self, &server, &sql).await;
                Home::Server(server)
            }
            Self::MariaDb => {
                let server = server_url("TRUEUP_TEST_MYSQL");
                let sql = format!("CREATE DATABASE {}", self.quote(&name));
                execute(self, &server, &sql).await;
                Home::Server(server)
            }
            Self::Sqlite => Home::Directory(directory()),
        };
        let url = match &home {
            Home::Server(server) => with_database(server, &name),
            Home::Directory(directory) => {
                let file = directory.path().join("test.db");
                // An empty file is an empty database, so no URL needs to allow its creation.
                File::create(&file).expect("an empty database file");
                let path = file.to_str().expect("a temporary directory in UTF-8");
                format!("sqlite://{}", percent_encode(path))
            }
        };
        Database {
            engine: self,
            name,
            url,
            home,
        }
    }

    /// A name as an identifier of the engine.
    #[must_use]
    pub fn quote(self, name: &str) -> String {
        let quote = match self {
            Self::Postgres | Self::Sqlite => '"',
            Self::MariaDb => '`',
        };
        let doubled = name.replace(quote, &format!("{quote}{quote}"));
        format!("{quote}{doubled}{quote}")
    }
}

/// One test's own database, dropped with the value.
#[derive(Debug)]
pub struct Database {
    engine: Engine,
    name: String,
    url: String,
    home: Home,
}

#[derive(Debug)]
enum Home {
    Server(String),
    Directory(TempDir),
}

impl Database {
    /// The engine that it is of.
    pub const fn engine(&self) -> Engine {
        self.engine
    }

    /// Its name on the server.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The address to connect to, in the form that sqlx takes.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Runs a script of any number of statements, on a connection of its own.
    ///
    /// # Panics
    ///
    /// With the engine's message when a statement fails.
    pub async fn execute(&self, sql: &str) {
        execute(self.engine, &self.url, sql).await;
    }

    /// The number of rows of a table, whose name is taken as it is and quoted.
    ///
    /// # Panics
    ///
    /// When there is no such table.
    pub async fn count(&self, table: &str) -> i64 {
        let sql = format!("SELECT COUNT(*) FROM {}", self.engine.quote(table));
        count(self.engine, &self.url, &sql)
            .await
            .unwrap_or_else(|error| explain(self.engine, &error, &sql))
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        // The directory of an SQLite file removes itself.
        let Home::Server(server) = &self.home else {
            return;
        };
        // A drop cannot await, and the test's own runtime may have only this one thread.
        let dropped = thread::scope(|scope| {
            let helper = scope.spawn(|| drop_blocking(self.engine, server, &self.name));
            helper
                .join()
                .unwrap_or_else(|_| Err("the thread that drops it panicked".into()))
        });
        if let Err(error) = dropped {
            let message = format!(
                "{}: {} is not dropped: {error}",
                self.engine.name(),
                self.name
            );
            // A second panic would abort, and hide what the first one said.
            if thread::panicking() {
                eprintln!("{message}");
            } else {
                panic!("{message}");
            }
        }
    }
}

/// Runs `$body` on a new connection to `$url` in an async function that returns `sqlx::Result`.
macro_rules! connected {
    ($engine:expr, $url:expr, |$connection:ident| $body:expr) => {
        match $engine {
            Engine::Postgres => connected!(PgConnection, $url, $connection, $body),
            Engine::MariaDb => connected!(MySqlConnection, $url, $connection, $body),
            Engine::Sqlite => connected!(SqliteConnection, $url, $connection, $body),
        }
    };
    ($type:ty, $url:expr, $connection:ident, $body:expr) => {{
        let mut $connection = <$type>::connect($url).await?;
        let value = $body;
        $connection.close().await?;
        value
    }};
}

async fn execute(engine: Engine, url: &str, sql: &str) {
    if let Err(error) = try_execute(engine, url, sql).await {
        explain(engine, &error, sql)
    }
}

async fn try_execute(engine: Engine, url: &str, sql: &str) -> sqlx::Result<()> {
    connected!(engine, url, |connection| {
        sqlx::raw_sql(AssertSqlSafe(sql))
            .execute(&mut connection)
            .await?;
    });
    Ok(())
}

async fn count(engine: Engine, url: &str, sql: &str) -> sqlx::Result<i64> {
    Ok(connected!(engine, url, |connection| {
        sqlx::query_scalar(AssertSqlSafe(sql))
            .fetch_one(&mut connection)
            .await?
    }))
}

fn explain(engine: Engine, error: &sqlx::Error, sql: &str) -> ! {
    panic!("{}: {error}\nin: {sql}", engine.name())
}

fn drop_blocking(engine: Engine, server: &str, name: &str) -> Result<(), String> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| error.to_string())?;
    runtime.block_on(async {
        match tokio::time::timeout(DROP_LIMIT, drop_database(engine, server, name)).await {
            Ok(dropped) => dropped.map_err(|error| error.to_string()),
            Err(_) => Err(format!("it took more than {DROP_LIMIT:?}")),
        }
    })
}

/// Also while a test that failed has left connections open, and with them locks.
async fn drop_database(engine: Engine, server: &str, name: &str) -> sqlx::Result<()> {
    let drop = format!("DROP DATABASE {}", engine.quote(name));
    if engine == Engine::Postgres {
        let forced = try_execute(engine, server, &format!("{drop} WITH (FORCE)")).await;
        // PostgreSQL 12 does not know the words.
        let is_unknown = forced.as_ref().is_err_and(|error| {
            let code = error
                .as_database_error()
                .and_then(sqlx::error::DatabaseError::code);
            code.is_some_and(|code| code == "42601")
        });
        if !is_unknown {
            return forced;
        }
        let end = format!(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'"
        );
        try_execute(engine, server, &end).await?;
        return try_execute(engine, server, &drop).await;
    }
    // MariaDB has no such option: a drop waits for the locks of every open transaction. Only then sessions are ended:
    // most of those that are still listed are about to go by themselves.
    let mut connection = MySqlConnection::connect(server).await?;
    let drop_within = |seconds: u64| {
        sqlx::raw_sql(AssertSqlSafe(format!(
            "SET SESSION lock_wait_timeout = {seconds}; {drop}"
        )))
    };
    let dropped = drop_within(1).execute(&mut connection).await;
    match dropped {
        Err(error) if number(&error) == Some(LOCK_WAIT_TIMEOUT) => {}
        Err(error) => return Err(error),
        Ok(_) => return connection.close().await,
    }
    // MariaDB numbers them with a sign, and MySQL without.
    let sessions: Vec<i64> = sqlx::query_scalar(
        "SELECT CAST(id AS SIGNED) FROM information_schema.processlist WHERE db = ?",
    )
    .bind(name)
    .fetch_all(&mut connection)
    .await?;
    for session in sessions {
        let kill = format!("KILL {session}");
        let killed = sqlx::raw_sql(AssertSqlSafe(kill))
            .execute(&mut connection)
            .await;
        if let Err(error) = killed {
            // It may have gone by itself since it was listed.
            if number(&error) != Some(NO_SUCH_THREAD) {
                return Err(error);
            }
        }
    }
    drop_within(DROP_LIMIT.as_secs())
        .execute(&mut connection)
        .await?;
    connection.close().await
}

/// The number of an error of MariaDB.
fn number(error: &sqlx::Error) -> Option<u16> {
    let error = error.as_database_error()?;
    let error = error.try_downcast_ref::<MySqlDatabaseError>()?;
    Some(error.number())
}

/// A directory of its own for an SQLite file, where `scripts/with-servers` says that no disk is waited for.
fn directory() -> TempDir {
    match env::var_os("TRUEUP_TEST_SQLITE") {
        Some(place) => TempDir::new_in(place),
        None => TempDir::new(),
    }
    .expect("a temporary directory")
}

/// The address of a server, which `scripts/with-servers` puts in the environment.
fn server_url(variable: &str) -> String {
    match env::var(variable) {
        Ok(url) if !url.is_empty() => url,
        _ => panic!(
            "{variable} names no server: run the tests with `scripts/test`, \
             or any command with `scripts/with-servers COMMAND`, which start the servers"
        ),
    }
}

/// The address of another database of the same server.
fn with_database(server: &str, name: &str) -> String {
    let (address, parameters) = match server.split_once('?') {
        Some((address, parameters)) => (address, format!("?{parameters}")),
        None => (server, String::new()),
    };
    let (scheme, rest) = address
        .split_once("://")
        .expect("a server's address has a scheme");
    let host = rest.split_once('/').map_or(rest, |(host, _)| host);
    format!("{scheme}://{host}/{name}{parameters}")
}

/// A path as sqlx wants it in an address.
fn percent_encode(path: &str) -> String {
    path.replace('%', "%25")
        .replace('?', "%3F")
        .replace('#', "%23")
}

/// Unique even on a server that outlives this run, so that no run meets what another left.
fn unique_name() -> String {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    let next = NEXT.fetch_add(1, Ordering::Relaxed);
    let since = SystemTime::UNIX_EPOCH
        .elapsed()
        .expect("a clock after 1970")
        .as_nanos();
    format!("trueup_test_{}_{since:x}_{next}", process::id())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_database_keeps_host_and_parameters() {
        for (server, expected) in [
            (
                "mysql://root@127.0.0.1:3306/mysql",
                "mysql://root@127.0.0.1:3306/mine",
            ),
            (
                "mysql://root@127.0.0.1:3306",
                "mysql://root@127.0.0.1:3306/mine",
            ),
            (
                "postgres://a:b@h/x?sslmode=disable",
                "postgres://a:b@h/mine?sslmode=disable",
            ),
            (
                "postgres:///x?host=/run/pg",
                "postgres:///mine?host=/run/pg",
            ),
        ] {
            assert_eq!(with_database(server, "mine"), expected);
        }
    }

    #[test]
    fn a_quote_in_a_name_is_doubled() {
        assert_eq!(Engine::Postgres.quote("a\"b`c"), "\"a\"\"b`c\"");
        assert_eq!(Engine::MariaDb.quote("a\"b`c"), "`a\"b``c`");
        assert_eq!(Engine::Sqlite.quote("a\"b`c"), "\"a\"\"b`c\"");
    }

    #[test]
    fn a_path_survives_in_an_address() {
        let path = "/tmp/50%25 a?b#c/test.db";
        let url = format!("sqlite://{}", percent_encode(path));
        let options: sqlx::sqlite::SqliteConnectOptions = url.parse().expect("an address");
        assert_eq!(options.get_filename().to_str(), Some(path));
    }

    #[test]
    fn names_are_unique_and_short_enough() {
        let (first, second) = (unique_name(), unique_name());
        assert_ne!(first, second);
        // PostgreSQL would cut a longer name off without a word.
        assert!(first.len() <= 63, "{first}");
    }
}
