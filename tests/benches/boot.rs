//! What a boot costs, beside the bare tools. Prints ratios: the machine is whatever it is.
//!
//! `scripts/with-servers cargo bench -p trueup-tests --bench boot -- [TABLES] [ROUNDS]`

use std::fmt::Write as _;
use std::io::Write as _;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use trueup::{Migrator, Mode, Status, Target};
use trueup_tests::engines::{Database, Engine};
use trueup_tests::wide;

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let numbers: Vec<usize> = std::env::args()
        .filter_map(|argument| argument.parse().ok())
        .collect();
    let tables = numbers.first().copied().unwrap_or(100);
    let rounds = numbers.get(1).copied().unwrap_or(3);
    println!("{tables} tables of 20 columns, {rounds} rounds; medians\n");
    println!("| engine | from empty | the same DDL by the bare client | ratio | idle boot |");
    println!("| --- | --- | --- | --- | --- |");
    for engine in Engine::ALL {
        let (mut ours, mut bare, mut idle) = (Vec::new(), Vec::new(), Vec::new());
        for _ in 0..rounds {
            let database = engine.database().await;
            let ddl = ddl(&database, tables).await;
            let client = engine.database().await;
            bare.push(run_client(&client, &ddl));
            ours.push(boot(&database, tables, Status::Completed).await);
            idle.push(boot(&database, tables, Status::UpToDate).await);
        }
        let (ours, bare, idle) = (median(ours), median(bare), median(idle));
        println!(
            "| {} | {ours:.0?} | {bare:.0?} | {:.2} | {idle:.0?} |",
            engine.name(),
            ours.as_secs_f64() / bare.as_secs_f64()
        );
    }
}

fn migrator(database: &Database, tables: usize) -> Migrator {
    Migrator::new(Target::from_url(database.url()).expect("a URL")).registry(wide::tables(tables))
}

async fn boot(database: &Database, tables: usize, expected: Status) -> Duration {
    let migrator = migrator(database, tables);
    let start = Instant::now();
    let report = migrator.migrate().await.expect("a migration");
    let took = start.elapsed();
    assert_eq!(report.status, expected);
    took
}

/// The statements of the plan, as one script.
async fn ddl(database: &Database, tables: usize) -> String {
    let proposal = migrator(database, tables)
        .mode(Mode::DryRun)
        .plan()
        .await
        .expect("a plan");
    let mut script = String::new();
    for step in proposal.report().steps {
        for statement in step.statements {
            writeln!(script, "{};", statement.sql).expect("writing to a string");
        }
    }
    script
}

/// Runs the script with the engine's own client, in one transaction where there are such.
fn run_client(database: &Database, script: &str) -> Duration {
    let mut command = match database.engine() {
        Engine::Postgres => {
            let mut command = Command::new("psql");
            command.args([
                "-1",
                "-q",
                "-v",
                "ON_ERROR_STOP=1",
                "-f",
                "-",
                database.url(),
            ]);
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
        Engine::Sqlite => ["BEGIN;", script, "COMMIT;"].concat(),
        Engine::Postgres | Engine::MariaDb => script.to_owned(),
    };
    let start = Instant::now();
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .spawn()
        .expect("the client is installed");
    let mut input = child.stdin.take().expect("an input");
    input
        .write_all(script.as_bytes())
        .expect("the client reads");
    drop(input);
    assert!(child.wait().expect("the client ends").success());
    start.elapsed()
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times[times.len() / 2]
}
