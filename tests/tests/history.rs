//! What is remembered of a run, and what never is.

use std::io::Write;
use std::sync::{Arc, Mutex};

use tracing_subscriber::fmt::MakeWriter;
use trueup::{Config, Error, Migrator, Mode, Status, Target};
use trueup_tests::boots::{ENGINES, boot, boot_in, cell, migrator, rows, try_rows};
use trueup_tests::engines::{Database, Engine};
use trueup_tests::stock;

const RECORDS: &str = "SELECT version, status, started_at, finished_at, error, description, checksum, desired, parent \
     FROM _trueup_migrations ORDER BY started_at, version";

/// A record as the table keeps it.
struct Record {
    version: String,
    status: String,
    started_at: String,
    finished_at: Option<String>,
    error: Option<String>,
    checksum: String,
    desired: String,
    parent: Option<String>,
}

async fn records(database: &Database) -> Vec<Record> {
    let found = rows(database, RECORDS).await;
    found
        .into_iter()
        .map(|row| {
            let text = |at: usize| row[at].clone().unwrap_or_default();
            Record {
                version: text(0),
                status: text(1),
                started_at: text(2),
                finished_at: row[3].clone(),
                error: row[4].clone(),
                checksum: text(6),
                desired: text(7),
                parent: row[8].clone(),
            }
        })
        .collect()
}

/// The steps of a migration: their kind, object and status.
async fn steps(database: &Database, version: &str) -> Vec<String> {
    let sql = format!(
        "SELECT kind, object, status FROM _trueup_steps WHERE version = '{version}' ORDER BY step"
    );
    let found = rows(database, &sql).await;
    found
        .into_iter()
        .map(|row| row.into_iter().flatten().collect::<Vec<_>>().join(" "))
        .collect()
}

fn is_version(text: &str) -> bool {
    let Some((stamp, suffix)) = text.split_once('_') else {
        return false;
    };
    stamp.len() == 14
        && stamp.starts_with("20")
        && stamp.bytes().all(|byte| byte.is_ascii_digit())
        && suffix.len() == 4
        && suffix
            .bytes()
            .all(|byte| byte.is_ascii_digit() || byte.is_ascii_lowercase())
}

fn is_time(text: &str) -> bool {
    text.len() == 24 && text.ends_with('Z') && text.as_bytes()[10] == b'T'
}

#[tokio::test]
async fn a_record_tells_what_ran_and_when() {
    for engine in ENGINES {
        let database = engine.database().await;
        let report = boot(&database, stock::first()).await;
        boot_in(&database, stock::second(), Mode::Aggressive).await;
        let [first, second] = &records(&database).await[..] else {
            panic!("{engine:?}: not two records");
        };
        assert_eq!(report.version.as_deref(), Some(first.version.as_str()));
        for record in [first, second] {
            assert!(
                is_version(&record.version),
                "{engine:?}: {}",
                record.version
            );
            assert_eq!(record.status, "applied", "{engine:?}");
            assert!(is_time(&record.started_at), "{engine:?}");
            let finished = record.finished_at.clone().unwrap();
            assert!(
                is_time(&finished) && finished >= record.started_at,
                "{engine:?}"
            );
            assert_eq!(record.error, None, "{engine:?}");
        }
        assert_eq!(first.checksum, report.hash, "{engine:?}");
        assert_eq!(first.parent, None, "{engine:?}");
        assert_eq!(second.parent.as_ref(), Some(&first.desired), "{engine:?}");
        let kept = steps(&database, &first.version).await;
        assert_eq!(kept.len(), report.applied().count(), "{engine:?}");
        assert!(
            kept.contains(&"create_table items applied".to_owned()),
            "{engine:?}: {kept:?}"
        );
        let empty = cell(
            &database,
            "SELECT COUNT(*) FROM _trueup_steps WHERE statements = '' AND inverse = ''",
        )
        .await;
        assert_eq!(empty, "0", "{engine:?}");
    }
}

#[tokio::test]
async fn a_step_that_fails_is_recorded_and_the_next_boot_goes_on_after_the_repair() {
    for engine in ENGINES {
        let database = engine.database().await;
        boot(&database, stock::first()).await;
        database
            .execute("INSERT INTO items (name, note) VALUES ('a', 'twin'), ('b', 'twin')")
            .await;
        let error = migrator(&database, stock::unique())
            .mode(Mode::Aggressive)
            .migrate()
            .await
            .unwrap_err();
        let Error::Execute {
            step, sql, applied, ..
        } = &error
        else {
            panic!("{engine:?}: {error:?}");
        };
        assert!(*step > 1, "{engine:?}: {error:?}");
        // On SQLite the run is one transaction: all of it is taken back.
        assert_eq!(
            *applied > 0,
            engine != Engine::Sqlite,
            "{engine:?}: {error:?}"
        );
        assert!(sql.contains("note"), "{engine:?}: {sql}");

        let failed = records(&database).await.pop().unwrap();
        assert_eq!(failed.status, "failed", "{engine:?}");
        assert!(failed.finished_at.is_some(), "{engine:?}");
        let told = failed.error.unwrap();
        assert!(
            told.contains("note") && told.contains("twin") | told.contains("UNIQUE"),
            "{engine:?}: {told}"
        );
        // The line of the server's own source would pass for one of the statement.
        let texts = [told, error.report()];
        assert!(
            texts.iter().all(|text| !text.contains(" at line ")),
            "{texts:?}"
        );
        let kept = steps(&database, &failed.version).await;
        if engine == Engine::Sqlite {
            assert!(
                try_rows(&database, "SELECT weight FROM items")
                    .await
                    .is_err()
            );
            assert_eq!(kept, Vec::<String>::new());
        } else {
            rows(&database, "SELECT weight FROM items").await;
            assert!(
                kept.contains(&"create_column items.weight applied".to_owned()),
                "{engine:?}: {kept:?}"
            );
            assert_eq!(
                kept.iter().filter(|step| step.ends_with("failed")).count(),
                1,
                "{engine:?}: {kept:?}"
            );
        }
        assert!(
            !kept.iter().any(|step| step.ends_with("running")),
            "{engine:?}: {kept:?}"
        );

        database
            .execute("UPDATE items SET note = 'alone' WHERE name = 'b'")
            .await;
        let report = boot_in(&database, stock::unique(), Mode::Aggressive).await;
        assert_eq!(report.status, Status::Completed, "{engine:?}\n{report}");
        if engine != Engine::Sqlite {
            let again = report
                .applied()
                .find(|step| step.change.object == "items.weight");
            assert!(
                again.is_none(),
                "{engine:?}: finished work is repeated\n{report}"
            );
        }
        let statuses: Vec<String> = records(&database)
            .await
            .into_iter()
            .map(|record| record.status)
            .collect();
        assert_eq!(statuses, ["applied", "failed", "applied"], "{engine:?}");
        assert_eq!(
            boot(&database, stock::unique()).await.status,
            Status::UpToDate,
            "{engine:?}"
        );
    }
}

#[tokio::test]
async fn an_old_program_changes_nothing_after_a_newer_one_failed_half_way() {
    for engine in [Engine::Postgres, Engine::MariaDb] {
        let database = engine.database().await;
        boot(&database, stock::first()).await;
        database
            .execute("INSERT INTO items (name, note) VALUES ('a', 'twin'), ('b', 'twin')")
            .await;
        migrator(&database, stock::unique_and_renamed())
            .mode(Mode::Aggressive)
            .migrate()
            .await
            .unwrap_err();
        rows(&database, "SELECT title FROM items").await;
        let old = boot(&database, stock::first()).await;
        assert_eq!(old.status, Status::Ahead, "{engine:?}\n{old}");
        assert!(
            try_rows(&database, "SELECT name FROM items").await.is_err(),
            "{engine:?}"
        );
    }
}

#[tokio::test]
async fn a_run_whose_process_died_is_closed_by_the_next() {
    for engine in ENGINES {
        let database = engine.database().await;
        boot(&database, stock::first()).await;
        // What a killed process leaves behind.
        let desired = records(&database).await.pop().unwrap().desired;
        database
            .execute(&format!(
                "INSERT INTO _trueup_migrations (version, application, description, checksum, desired, status, started_at) \
                 VALUES ('20200101000000_dead', 'main', 'x', 'x', '{desired}', 'running', '2020-01-01T00:00:00.000Z');
                 INSERT INTO _trueup_migrations (version, application, description, checksum, desired, status, started_at) \
                 VALUES ('20200101000000_live', 'other', 'x', 'x', '{desired}', 'running', '2020-01-01T00:00:00.000Z');
                 INSERT INTO _trueup_steps (version, step, kind, object, statements, inverse, status, started_at) \
                 VALUES ('20200101000000_dead', 1, 'create_index', 'items.x', 'x', 'x', 'running', '2020-01-01T00:00:00.000Z');
                 UPDATE _trueup_state SET seen = NULL"
            ))
            .await;
        // Nothing else is to be done, and still it is closed.
        let report = boot(&database, stock::first()).await;
        assert_eq!(report.status, Status::UpToDate, "{engine:?}\n{report}");
        let found = records(&database).await;
        let of = |version: &str| {
            found
                .iter()
                .find(|record| record.version.ends_with(version))
                .unwrap()
        };
        assert_eq!(of("dead").status, "failed", "{engine:?}");
        assert!(
            of("dead").error.as_ref().unwrap().contains("process"),
            "{engine:?}"
        );
        assert!(of("dead").finished_at.is_some(), "{engine:?}");
        assert_eq!(
            of("live").status,
            "running",
            "{engine:?}: another application's run"
        );
        assert_eq!(
            steps(&database, "20200101000000_dead").await,
            ["create_index items.x failed"],
            "{engine:?}"
        );
    }
}

/// Keeps what is logged.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().expect("the log").extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl MakeWriter<'_> for Log {
    type Writer = Self;

    fn make_writer(&self) -> Self {
        self.clone()
    }
}

const SECRET: &str = "hunter2-s3cr3t";

#[tokio::test]
async fn a_password_appears_nowhere() {
    let mut databases = Vec::new();
    for engine in [Engine::Postgres, Engine::MariaDb] {
        let database = engine.database().await;
        let user = user_with_password(&database).await;
        databases.push((database, user));
    }
    let log = Log::default();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_writer(log.clone())
        .finish();
    let _guard = tracing::subscriber::set_default(subscriber);
    let config = || Config::default().connect_timeout(std::time::Duration::from_millis(300));
    let mut seen = Vec::new();
    for url in [
        // Nobody listens there.
        format!("postgres://someone:{SECRET}@127.0.0.1:1/nothing"),
        format!("mysql://someone:{SECRET}@127.0.0.1:1/nothing"),
        // These cannot be read.
        format!("postgres://someone:{SECRET}@127.0.0.1:port/nothing"),
        format!("mysql://someone:{SECRET}@127.0.0.1:port/nothing"),
        format!("postgres://someone:{SECRET}?a@127.0.0.1:1/nothing"),
        format!("postgres://someone:{SECRET}/a@127.0.0.1:1/nothing"),
        format!("postgres://127.0.0.1:1/{SECRET}@127.0.0.1:1/nothing"),
        format!("oracle://someone:{SECRET}@127.0.0.1/nothing"),
        format!("someone:{SECRET}@127.0.0.1/nothing"),
    ] {
        match Target::from_url(&url) {
            Ok(target) => {
                let migrator = Migrator::new(target.clone())
                    .registry(stock::first())
                    .config(config());
                seen.push(format!("{target:?} {migrator:?} {target:#?}"));
                let error = migrator.migrate().await.unwrap_err();
                seen.push(format!("{error} {error:?} {}", error.report()));
            }
            Err(error) => seen.push(format!("{error} {error:?} {}", error.report())),
        }
    }
    for (database, user) in &databases {
        let (scheme, rest) = database.url().split_once("://").unwrap();
        let address = rest.split_once('@').map_or(rest, |(_, address)| address);
        let target = Target::from_url(&format!("{scheme}://{user}:{SECRET}@{address}")).unwrap();
        let proposal = Migrator::new(target)
            .registry(stock::first())
            .plan()
            .await
            .unwrap();
        seen.push(format!("{proposal:?}"));
        let report = proposal.apply().await.unwrap();
        seen.push(format!("{report} {report:?}"));
        if database.engine() == Engine::MariaDb {
            database.execute("DROP USER secretive@'%'").await;
        }
        for table in ["state", "migrations", "steps", "approvals"] {
            seen.push(format!(
                "{:?}",
                rows(database, &format!("SELECT * FROM _trueup_{table}")).await
            ));
        }
    }
    seen.push(String::from_utf8_lossy(&log.0.lock().unwrap()).into_owned());
    assert!(
        seen.last().unwrap().contains("trueup::"),
        "nothing was logged"
    );
    for text in seen {
        assert!(!text.contains(SECRET), "{text}");
    }
}

/// It is tried every two seconds, for half a minute.
#[tokio::test]
async fn a_database_that_does_not_answer_is_told_of_once() {
    let log = Log::default();
    let subscriber = tracing_subscriber::fmt().with_writer(log.clone()).finish();
    let _guard = tracing::subscriber::set_default(subscriber);
    let config = Config::default().connect_timeout(std::time::Duration::from_millis(500));
    let nobody = Target::from_url("postgres://someone@127.0.0.1:1/nothing").unwrap();
    let migrator = Migrator::new(nobody).registry(stock::first());
    migrator.config(config).migrate().await.unwrap_err();
    let log = String::from_utf8_lossy(&log.0.lock().unwrap()).into_owned();
    assert_eq!(log.matches("does not answer yet").count(), 1, "{log}");
}

/// A user with a password where the server asks for one; PostgreSQL trusts its tests.
async fn user_with_password(database: &Database) -> String {
    if database.engine() == Engine::MariaDb {
        let name = cell(database, "SELECT DATABASE()").await;
        let sql = format!(
            "CREATE USER secretive@'%' IDENTIFIED BY '{SECRET}'; GRANT ALL ON `{name}`.* TO secretive@'%'"
        );
        database.execute(&sql).await;
        return "secretive".to_owned();
    }
    cell(database, "SELECT current_user").await
}

/// The history holds statements, which hold any character.
#[tokio::test]
async fn a_database_for_few_characters_keeps_a_history_of_all() {
    let database = Engine::MariaDb.database().await;
    database
        .execute("ALTER DATABASE CHARACTER SET latin1")
        .await;
    let report = boot(&database, stock::arrows()).await;
    assert_eq!(report.status, Status::Completed, "{report}");
    let kept = rows(&database, "SELECT statements FROM _trueup_steps").await;
    let kept = kept.into_iter().flatten().flatten();
    assert!(kept.into_iter().any(|text| text.contains('\u{2192}')));
}
