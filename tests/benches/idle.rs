//! What a boot with nothing to do costs, each with a connection of its own: beside one bare statement that reads the
//! state row and a fingerprint, and beside `sqlx::migrate!`, which reads its own table and never looks at the schema.
//! Prints ratios to the bare statement: the machine is whatever it is. All take turns.
//!
//! `scripts/with-servers cargo bench -p trueup-tests --bench idle -- [TABLES] [ROUNDS] [ENGINE...]`

use std::time::{Duration, Instant};

use sqlx::migrate::Migrator as SqlxMigrator;
use sqlx::{Connection as _, MySqlConnection, PgConnection, SqliteConnection};
use trueup::{Config, DriftCheck, Migrator, Registry, Status, Target};
use trueup_tests::engines::{Database, Engine};
use trueup_tests::wide;

const LEVELS: [DriftCheck; 3] = [DriftCheck::Fingerprint, DriftCheck::Trust, DriftCheck::Full];

/// On a new connection.
macro_rules! connected {
    ($connection:ident, $to:expr, $work:expr) => {{
        let mut $connection = $to.await.expect("a connection");
        $work;
        $connection.close().await.expect("the connection closes");
    }};
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let mut numbers = arguments.iter().filter_map(|text| text.parse().ok());
    let tables = numbers.next().unwrap_or(100);
    let rounds = numbers.next().unwrap_or(15);
    let is_named = |engine: &Engine| arguments.iter().any(|name| name == engine.name());
    let is_any_named = Engine::ALL.iter().any(is_named);
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("1_first.sql"), "SELECT 1;").expect("a file");
    let peer = SqlxMigrator::new(folder.path())
        .await
        .expect("one migration");
    println!(
        "{tables} tables of 20 columns, {rounds} rounds; medians, and in brackets the least\n"
    );
    println!("| engine | bare statement | fingerprint | trust | full | `sqlx::migrate!` |");
    println!("| --- | --- | --- | --- | --- | --- |");
    for engine in Engine::ALL {
        if is_any_named && !is_named(&engine) {
            continue;
        }
        let database = engine.database().await;
        let registry = wide::tables(tables);
        // Its own table is a part of what is there.
        migrate(&database, &peer).await;
        boot(
            &database,
            &registry,
            DriftCheck::Fingerprint,
            Status::Completed,
        )
        .await;
        if engine == Engine::MariaDb {
            // The times of changes are kept in seconds.
            tokio::time::sleep(Duration::from_secs(3)).await;
            boot(
                &database,
                &registry,
                DriftCheck::Fingerprint,
                Status::UpToDate,
            )
            .await;
        }
        // The bare statement, the levels, and the peer.
        let mut times: [Vec<Duration>; 5] = Default::default();
        for round in 0..=rounds {
            let mut took = vec![bare(&database).await];
            for level in LEVELS {
                took.push(boot(&database, &registry, level, Status::UpToDate).await);
            }
            took.push(migrate(&database, &peer).await);
            if round > 0 {
                times
                    .iter_mut()
                    .zip(took)
                    .for_each(|(all, one)| all.push(one));
            }
        }
        times.iter_mut().for_each(|all| all.sort());
        let [floor, others @ ..] = &times;
        let ratio = |one: Duration, floor: Duration| one.as_secs_f64() / floor.as_secs_f64();
        let cells = others.each_ref().map(|all| {
            let of = |at: usize| ratio(all[at], floor[at]);
            format!("{:.2} ({:.2})", of(rounds / 2), of(0))
        });
        println!(
            "| {} | {:.1?} ({:.1?}) | {} |",
            engine.name(),
            floor[rounds / 2],
            floor[0],
            cells.join(" | ")
        );
    }
}

async fn boot(
    database: &Database,
    registry: &Registry,
    check: DriftCheck,
    expected: Status,
) -> Duration {
    let start = Instant::now();
    let target = Target::from_url(database.url()).expect("a URL");
    let config = Config::default().drift_check(check);
    let migrator = Migrator::new(target)
        .config(config)
        .registry(registry.clone());
    let report = migrator.migrate().await.expect("a migration");
    let took = start.elapsed();
    assert_eq!(report.status, expected);
    took
}

async fn bare(database: &Database) -> Duration {
    let start = Instant::now();
    let url = database.url();
    macro_rules! on {
        ($type:ty, $sql:expr) => {
            connected!(connection, <$type>::connect(url), {
                let rows = sqlx::raw_sql($sql).fetch_all(&mut connection).await;
                assert_eq!(rows.expect("a row").len(), 1);
            })
        };
    }
    match database.engine() {
        Engine::Postgres => on!(PgConnection, include_str!("idle/postgres.sql")),
        Engine::MariaDb => on!(MySqlConnection, include_str!("idle/mariadb.sql")),
        Engine::Sqlite => on!(SqliteConnection, include_str!("idle/sqlite.sql")),
    }
    start.elapsed()
}

async fn migrate(database: &Database, peer: &SqlxMigrator) -> Duration {
    let start = Instant::now();
    let url = database.url();
    macro_rules! on {
        ($type:ty) => {
            connected!(connection, <$type>::connect(url), {
                peer.run_direct(None, &mut connection, false)
                    .await
                    .expect("a migration");
            })
        };
    }
    match database.engine() {
        Engine::Postgres => on!(PgConnection),
        Engine::MariaDb => on!(MySqlConnection),
        Engine::Sqlite => on!(SqliteConnection),
    }
    start.elapsed()
}
