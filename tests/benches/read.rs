//! What reading a database costs, beside bare queries of its catalogue that carry the same facts.
//! Prints ratios: the machine is whatever it is. The two take turns on warm connections.
//!
//! `scripts/with-servers cargo bench -p trueup-tests --bench read -- [TABLES] [ROUNDS] [ENGINE...]`

use std::time::{Duration, Instant};

use sqlx::{Connection as _, MySqlConnection, PgConnection, SqliteConnection};
use trueup::live::{Scope, mysql, postgres, sqlite};
use trueup::{Migrator, Target};
use trueup_tests::engines::{Database, Engine};
use trueup_tests::wide;

/// The narrow queries: names and numbers as they stand, and text of expressions where there are some.
const POSTGRES: &str = include_str!("read/postgres.sql");
const MARIADB: &str = include_str!("read/mariadb.sql");
/// One document, as each row of SQLite costs a message between threads.
const SQLITE: &str = include_str!("read/sqlite.sql");

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let numbers: Vec<usize> = std::env::args()
        .filter_map(|argument| argument.parse().ok())
        .collect();
    let tables = numbers.first().copied().unwrap_or(1000);
    let rounds = numbers.get(1).copied().unwrap_or(9);
    println!("{tables} tables of 20 columns, {rounds} rounds; medians\n");
    println!("| engine | inspection | bare queries | ratio | least of each | ratio |");
    println!("| --- | --- | --- | --- | --- | --- |");
    let chosen: Vec<String> = std::env::args().skip(1).collect();
    let is_named = |engine: &Engine| chosen.iter().any(|name| name == engine.name());
    let is_any_named = Engine::ALL.iter().any(is_named);
    for engine in Engine::ALL {
        if is_any_named && !is_named(&engine) {
            continue;
        }
        let database = engine.database().await;
        let target = Target::from_url(database.url()).expect("a URL");
        let migrator = Migrator::new(target).registry(wide::tables(tables));
        migrator.migrate().await.expect("a migration");
        let (ours, bare) = match engine {
            Engine::Postgres => on_postgres(&database, tables, rounds).await,
            Engine::MariaDb => on_mariadb(&database, tables, rounds).await,
            Engine::Sqlite => on_sqlite(&database, tables, rounds).await,
        };
        let ratio = |ours: Duration, bare: Duration| ours.as_secs_f64() / bare.as_secs_f64();
        println!(
            "| {} | {:.1?} | {:.1?} | {:.2} | {:.1?}, {:.1?} | {:.2} |",
            engine.name(),
            median(&ours),
            median(&bare),
            ratio(median(&ours), median(&bare)),
            ours[0],
            bare[0],
            ratio(ours[0], bare[0]),
        );
    }
}

/// Times both ways in turn, the first turn left out, and sorts the times.
macro_rules! measure {
    ($rounds:expr, $ours:expr, $bare:expr) => {{
        let (mut ours, mut bare) = (Vec::new(), Vec::new());
        for round in 0..=$rounds {
            let start = Instant::now();
            $bare;
            let between = Instant::now();
            $ours;
            if round > 0 {
                bare.push(between - start);
                ours.push(between.elapsed());
            }
        }
        ours.sort();
        bare.sort();
        (ours, bare)
    }};
}

type Times = (Vec<Duration>, Vec<Duration>);

async fn on_postgres(database: &Database, tables: usize, rounds: usize) -> Times {
    let mut connection = PgConnection::connect(database.url())
        .await
        .expect("PostgreSQL");
    let server = postgres::server(&mut connection).await.expect("a version");
    let scope = Scope::Namespaces(Vec::new());
    measure!(
        rounds,
        {
            let schema = postgres::inspect(&mut connection, server.flavor, &scope).await;
            assert!(schema.expect("a schema").tables.len() >= tables);
        },
        {
            let rows = sqlx::raw_sql(POSTGRES).fetch_all(&mut connection).await;
            assert!(rows.expect("rows").len() > tables * 20);
        }
    )
}

async fn on_mariadb(database: &Database, tables: usize, rounds: usize) -> Times {
    let mut connection = MySqlConnection::connect(database.url())
        .await
        .expect("MariaDB");
    let server = mysql::server(&mut connection).await.expect("a version");
    let scope = Scope::Namespaces(Vec::new());
    measure!(
        rounds,
        {
            let schema = mysql::inspect(&mut connection, server.flavor, &scope).await;
            assert!(schema.expect("a schema").tables.len() >= tables);
        },
        {
            let rows = sqlx::raw_sql(MARIADB).fetch_all(&mut connection).await;
            assert!(rows.expect("rows").len() > tables * 20);
        }
    )
}

async fn on_sqlite(database: &Database, tables: usize, rounds: usize) -> Times {
    let mut connection = SqliteConnection::connect(database.url())
        .await
        .expect("SQLite");
    let server = sqlite::server(&mut connection).await.expect("a version");
    let scope = Scope::Namespaces(Vec::new());
    measure!(
        rounds,
        {
            let schema = sqlite::inspect(&mut connection, server.flavor, &scope).await;
            assert!(schema.expect("a schema").tables.len() >= tables);
        },
        {
            let text: String = sqlx::query_scalar(SQLITE)
                .fetch_one(&mut connection)
                .await
                .expect("a document");
            assert!(text.len() > tables * 20);
        }
    )
}

fn median(sorted: &[Duration]) -> Duration {
    sorted[sorted.len() / 2]
}
