//! Many processes, one database.

use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use sqlx::{Connection, Executor, MySqlConnection, PgConnection, query_scalar, raw_sql};
use trueup_tests::engines::{Database, Engine};

/// How many replicas boot at once.
const REPLICAS: usize = 64;

fn boot(database: &Database, models: &str) -> Child {
    Command::new(env!("CARGO_BIN_EXE_boot_once"))
        .env("DATABASE_URL", database.url())
        .env("MODELS", models)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts")
}

/// What the process printed, and whether it succeeded.
fn end(child: Child) -> (bool, String) {
    let output = child.wait_with_output().expect("the program ends");
    let text = [output.stdout, output.stderr].concat();
    (
        output.status.success(),
        String::from_utf8_lossy(&text).trim().to_owned(),
    )
}

#[tokio::test]
async fn of_many_replicas_one_applies_and_all_succeed() {
    for engine in Engine::ALL {
        let database = engine.database().await;
        let children: Vec<Child> = (0..REPLICAS).map(|_| boot(&database, "first")).collect();
        let ends: Vec<(bool, String)> = children.into_iter().map(end).collect();
        let failed: Vec<&String> = ends
            .iter()
            .filter(|(is_ok, _)| !is_ok)
            .map(|(_, text)| text)
            .collect();
        assert!(failed.is_empty(), "{engine:?}: {failed:?}");
        let applied = ends
            .iter()
            .filter(|(_, text)| text.starts_with("Completed"))
            .count();
        assert_eq!(applied, 1, "{engine:?}: {ends:?}");
        assert_eq!(database.count("_trueup_migrations").await, 1, "{engine:?}");
    }
}

#[tokio::test]
async fn after_the_holder_of_the_lock_is_killed_the_next_one_goes_on() {
    for engine in [Engine::Postgres, Engine::MariaDb] {
        let database = engine.database().await;
        assert!(end(boot(&database, "first")).0);
        // A reader in the middle of a transaction keeps the holder from changing the table.
        let mut reader = Session::open(&database).await;
        reader.execute("BEGIN").await;
        reader.execute("SELECT * FROM accounts").await;
        let mut holder = boot(&database, "second");
        // The statistics stand still inside a transaction, so another session looks.
        let mut observer = Session::open(&database).await;
        observer.until_somebody_waits().await;
        holder.kill().expect("the holder is killed");
        holder.wait().expect("the holder is gone");
        reader.execute("ROLLBACK").await;

        let start = Instant::now();
        let (is_ok, text) = end(boot(&database, "second"));
        assert!(is_ok, "{engine:?}: {text}");
        assert!(text.starts_with("Partial"), "{engine:?}: {text}");
        let waited = start.elapsed();
        assert!(
            waited < Duration::from_secs(20),
            "{engine:?}: a stale lock was waited for: {waited:?}"
        );
    }
}

#[tokio::test]
async fn a_run_whose_lock_is_lost_stops_while_it_waits_for_a_table() {
    for engine in [Engine::Postgres, Engine::MariaDb] {
        let database = engine.database().await;
        assert!(end(boot(&database, "first")).0);
        let mut reader = Session::open(&database).await;
        reader.execute("BEGIN").await;
        reader.execute("SELECT * FROM accounts").await;
        let holder = boot(&database, "second");
        let mut observer = Session::open(&database).await;
        observer.until_somebody_waits().await;
        observer.end_the_session_with_the_lock().await;

        // The reader stays: only the lost lock can end the run before its retries do.
        let (is_ok, text) = end(holder);
        assert!(!is_ok, "{engine:?}: {text}");
        assert!(
            text.contains("holds the lock is gone"),
            "{engine:?}: {text}"
        );
        reader.execute("SELECT nick FROM accounts").await;
        reader.execute("ROLLBACK").await;
        let (is_ok, text) = end(boot(&database, "second"));
        assert!(is_ok, "{engine:?}: {text}");
    }
}

/// A session of somebody else.
enum Session {
    Postgres(PgConnection),
    MariaDb(MySqlConnection),
}

impl Session {
    async fn open(database: &Database) -> Self {
        match database.engine() {
            Engine::Postgres => Self::Postgres(
                PgConnection::connect(database.url())
                    .await
                    .expect("a session"),
            ),
            Engine::MariaDb => Self::MariaDb(
                MySqlConnection::connect(database.url())
                    .await
                    .expect("a session"),
            ),
            Engine::Sqlite => unreachable!("SQLite has no sessions on a server"),
        }
    }

    async fn execute(&mut self, sql: &'static str) {
        let done = match self {
            Self::Postgres(session) => session.execute(raw_sql(sql)).await.map(|_| ()),
            Self::MariaDb(session) => session.execute(raw_sql(sql)).await.map(|_| ()),
        };
        done.expect(sql);
    }

    async fn end_the_session_with_the_lock(&mut self) {
        self.execute(match self {
            Self::Postgres(_) => {
                "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' \
                 AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
            }
            Self::MariaDb(_) => {
                "SET @kill = CONCAT('KILL ', \
                 IS_USED_LOCK(CONCAT('trueup ', LEFT(SHA2(DATABASE(), 256), 40)))); \
                 PREPARE end_it FROM @kill; EXECUTE end_it"
            }
        })
        .await;
    }

    async fn until_somebody_waits(&mut self) {
        let end = Instant::now() + Duration::from_secs(30);
        while self.waiting().await == 0 {
            assert!(Instant::now() < end, "nobody waits for the table");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    async fn waiting(&mut self) -> i64 {
        let counted = match self {
            Self::Postgres(session) => {
                let sql = "SELECT count(*) FROM pg_stat_activity \
                           WHERE datname = current_database() AND wait_event_type = 'Lock'";
                query_scalar(sql).fetch_one(session).await
            }
            Self::MariaDb(session) => {
                let sql = "SELECT count(*) FROM information_schema.processlist \
                           WHERE db = DATABASE() AND state LIKE 'Waiting for table metadata lock%'";
                query_scalar(sql).fetch_one(session).await
            }
        };
        counted.expect("the server tells who waits")
    }
}
