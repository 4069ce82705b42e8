//! What other tools have done to their users, and must not happen here: locks, and changes of tables.

use std::time::{Duration, Instant};

use trueup::{Config, Error, Mode, Status};
use trueup_tests::boots::{
    ENGINES, boot, boot_in, boot_with, cell, changes, definitions, migrator, rows, try_rows,
};
use trueup_tests::engines::{Database, Engine};
use trueup_tests::session::Session;
use trueup_tests::{shop, stock};

const SERVERS: [Engine; 2] = [Engine::Postgres, Engine::MariaDb];

/// Asks until the answer is yes.
async fn until(database: &Database, question: &str) {
    let end = Instant::now() + Duration::from_secs(30);
    while cell(database, question).await == "0" {
        assert!(Instant::now() < end, "never: {question}");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

#[tokio::test]
async fn those_who_wait_for_the_lock_do_not_hinder_a_concurrent_build() {
    let database = Engine::Postgres.database().await;
    boot(&database, shop::first()).await;
    // The build waits for whoever has an older snapshot, on any table.
    let mut reader = Session::open(&database).await;
    reader
        .run("BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT * FROM orgs")
        .await
        .unwrap();
    let boots = futures_of(&database, 6);
    until(
        &database,
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() \
         AND query LIKE 'CREATE INDEX CONCURRENTLY%' AND wait_event_type = 'Lock'",
    )
    .await;
    until(
        &database,
        "SELECT (count(DISTINCT pid) >= 7)::int FROM pg_stat_activity \
         WHERE datname = current_database() AND application_name LIKE 'trueup%'",
    )
    .await;
    let blocked = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() \
         AND application_name LIKE 'trueup%' AND query NOT LIKE '%CONCURRENTLY%' \
         AND (state = 'idle in transaction' OR wait_event_type = 'Lock')";
    for _ in 0..10 {
        assert_eq!(
            cell(&database, blocked).await,
            "0",
            "a waiter holds a transaction"
        );
    }
    reader.run("ROLLBACK").await.unwrap();
    let mut applied = 0;
    for boot in boots {
        let report = boot.await.unwrap();
        applied += usize::from(report.applied().count() > 0);
    }
    assert_eq!(applied, 1);
    let invalid = "SELECT count(*) FROM pg_index WHERE NOT indisvalid";
    assert_eq!(cell(&database, invalid).await, "0");
}

fn futures_of(database: &Database, count: usize) -> Vec<tokio::task::JoinHandle<trueup::Report>> {
    (0..count)
        .map(|_| {
            let migrator = migrator(database, shop::second()).mode(Mode::Auto);
            tokio::spawn(async move { migrator.migrate().await.expect("a boot") })
        })
        .collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_change_that_waits_for_its_table_lets_readers_pass_and_gives_up_cleanly() {
    for engine in SERVERS {
        let database = engine.database().await;
        boot(&database, stock::first()).await;
        let mut reader = Session::open(&database).await;
        reader.run("BEGIN").await.unwrap();
        reader.run("SELECT * FROM items").await.unwrap();
        let config = Config::default()
            .statement_lock_timeout(Duration::from_secs(1))
            .statement_retry_timeout(Duration::from_secs(3));
        let migrating = tokio::spawn(
            migrator(&database, stock::unique())
                .config(config)
                .migrate(),
        );
        let mut other = Session::open(&database).await;
        let mut longest = Duration::ZERO;
        while !migrating.is_finished() {
            let start = Instant::now();
            other.run("SELECT COUNT(*) FROM items").await.unwrap();
            longest = longest.max(start.elapsed());
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        let error = migrating.await.unwrap().unwrap_err();
        assert!(
            matches!(error, Error::Execute { .. }),
            "{engine:?}: {error:?}"
        );
        assert!(
            longest < Duration::from_millis(2000),
            "{engine:?}: a reader waited {longest:?}"
        );
        assert!(
            longest > Duration::from_millis(100),
            "{engine:?}: nobody waited: {longest:?}"
        );
        let status = "SELECT status FROM _trueup_migrations WHERE error IS NOT NULL";
        assert_eq!(cell(&database, status).await, "failed", "{engine:?}");
        assert!(lock_is_free(&database).await, "{engine:?}");

        reader.run("ROLLBACK").await.unwrap();
        let report = boot(&database, stock::unique()).await;
        assert_eq!(
            changes(report.applied()),
            ["create_column items.weight"],
            "{engine:?}\n{report}"
        );
    }
}

async fn lock_is_free(database: &Database) -> bool {
    let question = match database.engine() {
        Engine::Postgres => {
            "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' \
             AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
        }
        Engine::MariaDb => {
            "SELECT IS_USED_LOCK(CONCAT('trueup ', LEFT(SHA2(DATABASE(), 256), 40))) IS NOT NULL"
        }
        Engine::Sqlite => "BEGIN IMMEDIATE; ROLLBACK; SELECT 0",
    };
    cell(database, question).await == "0"
}

#[tokio::test]
async fn a_run_that_fails_or_is_given_up_lets_go_of_the_lock() {
    for engine in ENGINES {
        let database = engine.database().await;
        boot(&database, stock::first()).await;
        database
            .execute("INSERT INTO items (name, note) VALUES ('a', 'twin'), ('b', 'twin')")
            .await;
        migrator(&database, stock::unique())
            .mode(Mode::Aggressive)
            .migrate()
            .await
            .unwrap_err();
        assert!(lock_is_free(&database).await, "{engine:?}");
        database.execute("UPDATE items SET note = name").await;
        // A future that is dropped, as by a timeout around the boot.
        let aggressive = migrator(&database, stock::unique()).mode(Mode::Aggressive);
        let mut running = Box::pin(aggressive.migrate());
        let short = Duration::from_millis(15);
        let outcome = tokio::time::timeout(short, &mut running).await;
        drop(running);
        let report = boot_in(&database, stock::unique(), Mode::Aggressive).await;
        assert!(
            report.is_settled(),
            "{engine:?} {}\n{report}",
            outcome.is_ok()
        );
        let report = boot(&database, stock::unique()).await;
        assert_eq!(report.status, Status::UpToDate, "{engine:?}\n{report}");
    }
}

#[tokio::test]
async fn a_table_that_is_rebuilt_keeps_all_that_hangs_on_it() {
    for engine in ENGINES {
        let database = engine.database().await;
        boot(&database, stock::first()).await;
        database
            .execute(
                "CREATE INDEX ext_index ON items (note);
                 CREATE VIEW ext_view AS SELECT i.id FROM items i JOIN labels l ON l.item_id = i.id;
                 INSERT INTO items (name) VALUES ('a'), ('b'), ('c');
                 INSERT INTO labels (id, item_id) VALUES (1, 1), (2, 2), (3, 3);
                 DELETE FROM items WHERE name = 'c'",
            )
            .await;
        if engine == Engine::Sqlite {
            database
                .execute("CREATE TRIGGER ext_trigger BEFORE DELETE ON items BEGIN SELECT RAISE(ABORT, 'kept'); END")
                .await;
        }
        let kept = definitions(&database).await;
        // Wider, a check more; on SQLite that is a rebuild.
        let report = boot_in(&database, stock::wider(), Mode::Aggressive).await;
        assert_eq!(report.status, Status::Completed, "{engine:?}\n{report}");
        assert_eq!(database.count("items").await, 2, "{engine:?}");
        assert_eq!(database.count("labels").await, 2, "{engine:?}");
        assert_eq!(database.count("ext_view").await, 2, "{engine:?}");
        assert_eq!(definitions(&database).await, kept, "{engine:?}");
        database
            .execute("INSERT INTO items (name) VALUES ('d')")
            .await;
        // A number that was given once is not given again.
        assert_eq!(
            cell(&database, "SELECT MAX(id) FROM items").await,
            "4",
            "{engine:?}"
        );
        if engine == Engine::Sqlite {
            assert!(try_rows(&database, "DELETE FROM items").await.is_err());
        } else {
            database.execute("DELETE FROM items WHERE id = 1").await;
            assert_eq!(database.count("labels").await, 1, "{engine:?}: no cascade");
        }
        let report = boot(&database, stock::wider()).await;
        assert_eq!(report.status, Status::UpToDate, "{engine:?}\n{report}");
    }
}

#[tokio::test]
async fn a_wider_column_is_not_written_anew() {
    let file = "SELECT pg_relation_filenode('items')";
    let database = Engine::Postgres.database().await;
    boot(&database, stock::first()).await;
    database
        .execute("INSERT INTO items (name) VALUES ('a')")
        .await;
    let before = cell(&database, file).await;
    let report = boot_in(&database, stock::second(), Mode::Auto).await;
    let applied = changes(report.applied());
    assert!(
        applied.contains(&"alter_column items.state".to_owned()),
        "{report}"
    );
    assert_eq!(cell(&database, file).await, before);
    assert_eq!(cell(&database, "SELECT state FROM items").await, "new");
}

#[tokio::test]
async fn an_index_that_an_interrupted_build_left_is_built_again() {
    let database = Engine::Postgres.database().await;
    boot(&database, stock::first()).await;
    database
        .execute("INSERT INTO items (name, note) VALUES ('a', 'twin'), ('b', 'twin')")
        .await;
    let invalid = "SELECT count(*) FROM pg_index WHERE NOT indisvalid";
    migrator(&database, stock::unique())
        .mode(Mode::Aggressive)
        .migrate()
        .await
        .unwrap_err();
    assert_eq!(
        cell(&database, invalid).await,
        "1",
        "the build leaves nothing behind now"
    );
    // One of ours that was fine is broken too.
    database
        .execute("UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'items_state_idx'::regclass; UPDATE items SET note = name")
        .await;
    let report = boot_in(&database, stock::unique(), Mode::Aggressive).await;
    assert_eq!(report.status, Status::Completed, "{report}");
    assert_eq!(cell(&database, invalid).await, "0", "{report}");
    let unique =
        "SELECT count(*) FROM pg_constraint WHERE contype = 'u' AND conrelid = 'items'::regclass";
    assert_eq!(cell(&database, unique).await, "2");
    assert_eq!(
        boot(&database, stock::unique()).await.status,
        Status::UpToDate
    );
}

#[tokio::test]
async fn a_role_that_owns_nothing_sees_the_same_schema() {
    let database = Engine::Postgres.database().await;
    boot(&database, stock::first()).await;
    let owner = migrator(&database, stock::second())
        .plan()
        .await
        .unwrap()
        .report();
    let role = format!("reader_{}", std::process::id());
    database
        .execute(&format!(
            "CREATE ROLE {role} LOGIN; GRANT SELECT ON ALL TABLES IN SCHEMA public TO {role}"
        ))
        .await;
    let (scheme, rest) = database.url().split_once("://").unwrap();
    let address = rest.split_once('@').map_or(rest, |(_, address)| address);
    let url = format!("{scheme}://{role}@{address}");
    let as_reader = |registry| {
        trueup::Migrator::new(trueup::Target::from_url(&url).unwrap()).registry(registry)
    };
    let seen = as_reader(stock::second())
        .plan()
        .await
        .map(|plan| plan.report());
    let verified = as_reader(stock::first()).mode(Mode::Verify).migrate().await;
    let idle = as_reader(stock::first()).migrate().await;
    database
        .execute(&format!("DROP OWNED BY {role}; DROP ROLE {role}"))
        .await;
    assert_eq!(seen.unwrap(), owner);
    assert_eq!(verified.unwrap().status, Status::UpToDate);
    assert_eq!(idle.unwrap().status, Status::UpToDate);
}

#[tokio::test]
async fn a_read_only_database_is_refused_before_anything_and_can_be_verified() {
    let database = Engine::Postgres.database().await;
    boot(&database, stock::first()).await;
    let name = cell(&database, "SELECT current_database()").await;
    let view = "CREATE VIEW theirs AS SELECT id FROM items WHERE note = 'a' OR state = 'b'";
    database.execute(view).await;
    database
        .execute(&format!(
            "ALTER DATABASE \"{name}\" SET default_transaction_read_only = on"
        ))
        .await;
    let error = migrator(&database, stock::second())
        .mode(Mode::Aggressive)
        .migrate()
        .await
        .unwrap_err();
    assert_eq!(error.code(), "connect", "{error:?}");
    assert!(error.report().contains("read-only"), "{}", error.report());
    assert!(lock_is_free(&database).await);
    assert_eq!(database.count("_trueup_migrations").await, 1);
    for mode in [Mode::Safe, Mode::Verify] {
        let report = boot_in(&database, stock::first(), mode).await;
        assert_eq!(report.status, Status::UpToDate, "{report}");
    }
    // Asking how the server spells a check, or whether a view holds, must not need to write. Code runs on a shorter text.
    let report = boot_in(&database, stock::wider(), Mode::Verify).await;
    assert_eq!(report.status, Status::Pending, "{report}");
    let error = migrator(&database, stock::second())
        .mode(Mode::Verify)
        .migrate()
        .await
        .unwrap_err();
    assert_eq!(error.code(), "verify", "{error:?}");
}

#[tokio::test]
async fn somebody_elses_broken_foreign_key_does_not_stop_a_boot() {
    let database = Engine::Sqlite.database().await;
    database
        .execute("PRAGMA foreign_keys = OFF; CREATE TABLE ext_a (x INTEGER); CREATE TABLE ext_b (x INTEGER REFERENCES ext_a (x)); INSERT INTO ext_b VALUES (1)")
        .await;
    let report = boot(&database, stock::first()).await;
    assert_eq!(report.status, Status::Completed, "{report}");
    assert_eq!(rows(&database, "SELECT * FROM ext_b").await.len(), 1);
    let quick = Config::default().mode(Mode::Aggressive);
    let report = boot_with(&database, stock::wider(), quick).await;
    assert_eq!(report.status, Status::Completed, "{report}");
}
