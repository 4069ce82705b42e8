//! What a boot asks of the server: the same however many tables there are, and nothing that anybody
//! could feel when there is nothing to do.

use trueup::{Migrator, Registry, Status, Target};
use trueup_tests::engines::{Database, Engine};
use trueup_tests::proxy::Proxy;
use trueup_tests::session::Session;
use trueup_tests::wide;

const SERVERS: [Engine; 2] = [Engine::Postgres, Engine::MariaDb];

async fn boot(url: &str, registry: Registry) -> Status {
    let target = Target::from_url(url).expect("an address");
    let booted = Migrator::new(target).registry(registry).migrate().await;
    booted.expect("a boot").status
}

/// The statements of a boot with nothing to do, and of one that has to look for a difference.
async fn statements(engine: Engine, tables: usize) -> [Vec<String>; 2] {
    let database = engine.database().await;
    let registry = wide::tables(tables);
    assert_eq!(
        boot(database.url(), registry.clone()).await,
        Status::Completed
    );
    let proxy = Proxy::open(&database).await;
    assert_eq!(boot(proxy.url(), registry.clone()).await, Status::UpToDate);
    let idle = proxy.take();
    // A column that is gone is put back.
    database.execute("ALTER TABLE wide0 DROP COLUMN i0").await;
    assert_eq!(boot(proxy.url(), registry).await, Status::Completed);
    // The holder of the lock shows now and then that it is alive, which depends on the clock alone.
    let mut work = proxy.take();
    work.retain(|statement| !matches!(statement.as_str(), "SELECT 1" | "DO 1"));
    [idle, work]
}

#[tokio::test]
async fn a_boot_asks_the_same_number_of_questions_however_many_tables_there_are() {
    for engine in SERVERS {
        let few = statements(engine, 10).await;
        let many = statements(engine, 1_000).await;
        println!(
            "{engine:?}: {} and {} statements",
            few[0].len(),
            few[1].len()
        );
        assert!(!few[0].is_empty(), "{engine:?}: the proxy saw nothing");
        // Not only as many, but the same: one text could hold a statement for each table.
        assert_eq!(few[0], many[0], "{engine:?}");
        assert_eq!(
            few[1].len(),
            many[1].len(),
            "{engine:?}: {:#?}\n{:#?}",
            starts(&few[1]),
            starts(&many[1])
        );
        assert!(
            few[0].len() < few[1].len(),
            "{engine:?}: {:#?}",
            starts(&few[1])
        );
        assert_writes_nothing(engine, &few[0]);
    }
}

/// Enough of each statement to tell which it is.
fn starts(statements: &[String]) -> Vec<String> {
    let start = |text: &String| text.chars().take(80).collect();
    statements.iter().map(start).collect()
}

fn assert_writes_nothing(engine: Engine, statements: &[String]) {
    const WRITES: [&str; 10] = [
        "INSERT", "UPDATE", "DELETE", "REPLACE", "CREATE", "ALTER", "DROP", "TRUNCATE", "LOCK",
        "GET_LOCK",
    ];
    for statement in statements {
        for part in statement.split(';') {
            let first = part.split_whitespace().next().unwrap_or_default();
            assert!(
                !WRITES.contains(&first.to_uppercase().as_str()),
                "{engine:?}: an idle boot writes: {statement}"
            );
            assert!(
                !part.to_uppercase().contains("ADVISORY_LOCK"),
                "{statement}"
            );
        }
    }
}

/// Everybody else may hold any lock but ACCESS EXCLUSIVE, and nothing waits.
#[tokio::test]
async fn an_idle_boot_takes_no_lock_that_anybody_could_wait_for() {
    let database = Engine::Postgres.database().await;
    let registry = wide::tables(3);
    boot(database.url(), registry.clone()).await;
    let mut other = Session::open(&database).await;
    // ACCESS SHARE is the only lock that EXCLUSIVE lets others take.
    other.run("BEGIN; LOCK TABLE wide0, wide1, wide2, _trueup_state, _trueup_migrations, _trueup_steps, _trueup_approvals IN EXCLUSIVE MODE").await.unwrap();
    let idle = tokio::time::timeout(
        std::time::Duration::from_secs(20),
        boot(database.url(), registry.clone()),
    );
    assert_eq!(idle.await.expect("nothing waits"), Status::UpToDate);
    other.run("ROLLBACK").await.unwrap();
    other.close().await;
    let before = rows_written(&database).await;
    boot(database.url(), registry).await;
    assert_eq!(rows_written(&database).await, before);
}

/// How many rows were written in the database since it was made.
async fn rows_written(database: &Database) -> Vec<String> {
    let mut session = Session::open(database).await;
    let rows = session
        .rows(
            "SELECT coalesce(sum(n_tup_ins + n_tup_upd + n_tup_del), 0) FROM pg_stat_all_tables \
             WHERE schemaname NOT IN ('pg_catalog', 'information_schema', 'pg_toast')",
        )
        .await;
    session.close().await;
    rows
}

#[tokio::test]
async fn sqlite_leaves_the_file_as_it_is_when_there_is_nothing_to_do() {
    let database = Engine::Sqlite.database().await;
    let registry = wide::tables(10);
    assert_eq!(
        boot(database.url(), registry.clone()).await,
        Status::Completed
    );
    let mut session = Session::open(&database).await;
    // Others see a number of their own change whenever anybody wrote.
    let before = session.rows("PRAGMA data_version").await;
    assert_eq!(boot(database.url(), registry).await, Status::UpToDate);
    assert_eq!(session.rows("PRAGMA data_version").await, before);
    session.close().await;
}
