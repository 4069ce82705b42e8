//! What nobody can do without: one statement, bare queries of the catalogue, and the engine's own client.

use std::io::Write as _;
use std::process::{Command, Stdio};
use std::time::Instant;

use sqlx::{Connection as _, MySqlConnection, PgConnection, SqliteConnection};
use trueup_tests::engines::{Database, Engine};
use trueup_tests::measure::{self, Outcome};

use crate::contestant::wait;

/// The state row and a fingerprint of the catalogue in one statement: what an idle start has to ask.
pub(crate) const fn statement(engine: Engine) -> &'static str {
    match engine {
        Engine::Postgres => include_str!("idle/postgres.sql"),
        Engine::MariaDb => include_str!("idle/mariadb.sql"),
        Engine::Sqlite => include_str!("idle/sqlite.sql"),
    }
}

/// The narrow queries: names and numbers as they stand, and text of expressions where there are some. On SQLite
/// one document, as each of its rows costs a message between threads.
pub(crate) const fn queries(engine: Engine) -> &'static str {
    match engine {
        Engine::Postgres => include_str!("read/postgres.sql"),
        Engine::MariaDb => include_str!("read/mariadb.sql"),
        Engine::Sqlite => include_str!("read/sqlite.sql"),
    }
}

/// Connects, asks, takes all rows, and closes.
pub(crate) fn ask(database: &Database, sql: &'static str) -> Outcome {
    macro_rules! on {
        ($type:ty) => {{
            let mut connection = <$type>::connect(database.url())
                .await
                .expect("a connection");
            let rows = sqlx::raw_sql(sql).fetch_all(&mut connection).await;
            assert!(!rows.expect("rows").is_empty());
            connection.close().await.expect("the connection closes");
        }};
    }
    let start = Instant::now();
    wait(async {
        match database.engine() {
            Engine::Postgres => on!(PgConnection),
            Engine::MariaDb => on!(MySqlConnection),
            Engine::Sqlite => on!(SqliteConnection),
        }
    });
    Ok(start.elapsed())
}

/// The name of the engine's own client.
pub(crate) const fn client(engine: Engine) -> &'static str {
    match engine {
        Engine::Postgres => "`psql`",
        Engine::MariaDb => "`mariadb`",
        Engine::Sqlite => "`sqlite3`",
    }
}

/// The engine's name on the page.
pub(crate) const fn title(engine: Engine) -> &'static str {
    match engine {
        Engine::Postgres => "PostgreSQL",
        Engine::MariaDb => "MariaDB",
        Engine::Sqlite => "SQLite",
    }
}

/// The engine's name and its version, as it tells it itself.
pub(crate) fn version(engine: Engine) -> (String, String) {
    let sql = match engine {
        Engine::Postgres => "SHOW server_version",
        Engine::MariaDb => "SELECT VERSION()",
        Engine::Sqlite => "SELECT sqlite_version()",
    };
    macro_rules! on {
        ($type:ty, $url:expr) => {{
            let mut connection = <$type>::connect($url).await.expect("a connection");
            let version: String = sqlx::query_scalar(sql)
                .fetch_one(&mut connection)
                .await
                .expect("a version");
            version
        }};
    }
    let version = wait(async {
        let database = engine.database().await;
        match engine {
            Engine::Postgres => on!(PgConnection, database.url()),
            Engine::MariaDb => on!(MySqlConnection, database.url()),
            Engine::Sqlite => on!(SqliteConnection, database.url()),
        }
    });
    let version = match engine {
        // The client is another build of it.
        Engine::Sqlite => {
            let client = measure::version("sqlite3", &["--version"]);
            let client = client.split(' ').next().unwrap_or_default().to_owned();
            format!("{version} (the client's: {client})")
        }
        Engine::Postgres | Engine::MariaDb => version,
    };
    (title(engine).to_owned(), version)
}

/// So many statements of a script are one transaction on PostgreSQL: those of a thousand tables, whose locks it has room for.
const PIECE: usize = 4_000;

/// Runs a script with the engine's own client, in transactions where there are such.
pub(crate) fn run(database: &Database, script: &str) -> Outcome {
    let mut command = match database.engine() {
        Engine::Postgres => {
            let mut command = Command::new("psql");
            let options = ["-q", "-v", "ON_ERROR_STOP=1", "-f", "-"];
            command.args(options).arg(database.url());
            command
        }
        Engine::MariaDb => {
            let (host, name) = database
                .url()
                .rsplit_once('/')
                .expect("a database in the URL");
            let port = host.rsplit_once(':').expect("a port in the URL").1;
            let mut command = Command::new("mariadb");
            command.args(["--no-defaults", "-uroot", "-h127.0.0.1", "-P", port, name]);
            command
        }
        Engine::Sqlite => {
            let mut command = Command::new("sqlite3");
            command.arg(database.url().trim_start_matches("sqlite://"));
            command
        }
    };
    let script = match database.engine() {
        Engine::Postgres => {
            let statements: Vec<&str> = script.split_inclusive(";\n").collect();
            let pieces = statements.chunks(PIECE);
            let pieces = pieces.map(|piece| ["BEGIN;\n", &piece.concat(), "COMMIT;\n"].concat());
            pieces.collect()
        }
        Engine::Sqlite => ["BEGIN;", script, "COMMIT;"].concat(),
        Engine::MariaDb => script.to_owned(),
    };
    let start = Instant::now();
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .spawn()
        .map_err(|error| format!("{} does not start: {error}", client(database.engine())))?;
    let mut input = child.stdin.take().expect("an input");
    let written = input.write_all(script.as_bytes());
    drop(input);
    let status = child.wait().expect("the client ends");
    match (written, status.success()) {
        (Ok(()), true) => Ok(start.elapsed()),
        _ => Err(format!("{} failed", client(database.engine()))),
    }
}
