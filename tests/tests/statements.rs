//! What a boot asks of the server: the same however many tables there are, and nothing that anybody
//! could feel when there is nothing to do.

use std::time::Duration;

use trueup::{DriftCheck, Migrator, Registry, Status, Target};
use trueup_tests::engines::{Database, Engine};
use trueup_tests::proxy::Proxy;
use trueup_tests::session::Session;
use trueup_tests::wide;

/// How many statements go to a server: when there is nothing to do, when everything is read all the same, and when a
/// column that is gone is put back. Fewer are welcome here, and more need a reason.
const SERVERS: [(Engine, [usize; 3]); 2] = [
    (Engine::Postgres, [1, 2, 13]),
    // The driver has a word with MariaDB before anybody else.
    (Engine::MariaDb, [2, 7, 22]),
];

async fn boot(url: &str, registry: Registry) -> Status {
    boot_with(url, registry, DriftCheck::Fingerprint).await
}

async fn boot_with(url: &str, registry: Registry, check: DriftCheck) -> Status {
    let target = Target::from_url(url).expect("an address");
    let config = trueup::Config::default().drift_check(check);
    let migrator = Migrator::new(target).config(config).registry(registry);
    migrator.migrate().await.expect("a boot").status
}

/// MariaDB keeps the times of changes in seconds: until they have passed, a boot reads everything once more.
async fn settle(engine: Engine) {
    if engine == Engine::MariaDb {
        tokio::time::sleep(Duration::from_secs(3)).await;
    }
}

/// The statements of a boot with nothing to do, of one that reads everything all the same, and of one that finds
/// something to do.
async fn statements(engine: Engine, tables: usize) -> [Vec<String>; 3] {
    let database = engine.database().await;
    let registry = wide::tables(tables);
    assert_eq!(
        boot(database.url(), registry.clone()).await,
        Status::Completed
    );
    settle(engine).await;
    boot(database.url(), registry.clone()).await;
    let proxy = Proxy::open(&database).await;
    assert_eq!(boot(proxy.url(), registry.clone()).await, Status::UpToDate);
    let idle = proxy.take();
    let read = boot_with(proxy.url(), registry.clone(), DriftCheck::Full).await;
    assert_eq!(read, Status::UpToDate);
    let full = proxy.take();
    // A column that is gone is put back.
    database.execute("ALTER TABLE wide0 DROP COLUMN i0").await;
    settle(engine).await;
    assert_eq!(boot(proxy.url(), registry).await, Status::Completed);
    // The holder of the lock shows now and then that it is alive, which depends on the clock alone.
    let mut work = proxy.take();
    work.retain(|statement| !matches!(statement.as_str(), "SELECT 1" | "DO 1"));
    [idle, full, work]
}

#[tokio::test]
async fn a_boot_asks_the_same_number_of_questions_however_many_tables_there_are() {
    for (engine, expected) in SERVERS {
        let few = statements(engine, 10).await;
        let many = statements(engine, 1_000).await;
        let counts = few.each_ref().map(Vec::len);
        assert_eq!(
            counts,
            expected,
            "{engine:?}: {:#?}",
            few.each_ref().map(|few| starts(few))
        );
        // Not only as many, but the same: one text could hold a statement for each table.
        assert!(few[0] == many[0] && few[1] == many[1], "{engine:?}");
        assert_eq!(
            few[2].len(),
            many[2].len(),
            "{engine:?}: {:#?}\n{:#?}",
            starts(&few[2]),
            starts(&many[2])
        );
        assert!(few[1].len() < few[2].len(), "{engine:?}");
        assert_writes_nothing(engine, &few[1]);
        assert_writes_nothing(engine, &few[0]);
    }
}

/// On MariaDB, where each step is a transaction of its own, the record that one is done goes with that of the next.
#[tokio::test]
async fn each_more_step_costs_two_statements_on_mariadb_and_none_on_postgres() {
    for (engine, more) in [(Engine::Postgres, 0), (Engine::MariaDb, 2)] {
        let mut counts = Vec::new();
        for tables in [3, 13] {
            let database = engine.database().await;
            let proxy = Proxy::open(&database).await;
            boot(proxy.url(), wide::tables(tables)).await;
            let mut sent = proxy.take();
            sent.retain(|statement| !matches!(statement.as_str(), "SELECT 1" | "DO 1"));
            counts.push(sent.len());
        }
        // A table with its foreign key to itself is one step on MariaDB, and two on PostgreSQL.
        assert_eq!(counts[1] - counts[0], 10 * more, "{engine:?}: {counts:?}");
    }
}

#[derive(trueup::View)]
#[view(query = "SELECT 1 AS one")]
#[expect(dead_code, reason = "only its definition counts")]
struct First {
    one: i32,
}

/// What the server lacked is not asked about, until the same snapshot tells that there is some.
#[tokio::test]
async fn what_the_server_lacked_is_read_as_soon_as_it_is_there() {
    let database = Engine::Postgres.database().await;
    let proxy = Proxy::open(&database).await;
    let registry = wide::tables(2);
    let readings = |statements: Vec<String>| {
        let of = |word: &str| statements.iter().filter(|text| text.contains(word)).count();
        [of("pg_catalog.pg_attrdef"), of("pg_get_ruledef")]
    };
    boot(proxy.url(), registry.clone()).await;
    // An empty database has no columns, and after the tables came it has no rules.
    assert_eq!(readings(proxy.take()), [1, 0]);
    let registry = registry.with_views(trueup::views![First]).expect("a view");
    boot(proxy.url(), registry.clone()).await;
    // Before the view, after it without what was lacking, and once more with all.
    assert_eq!(readings(proxy.take()), [3, 1]);
    assert_eq!(
        boot_with(proxy.url(), registry, DriftCheck::Full).await,
        Status::UpToDate
    );
    assert_eq!(readings(proxy.take()), [1, 1]);
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
        Duration::from_secs(20),
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
