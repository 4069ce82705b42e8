//! What a database for a test costs: copied from the template, and migrated each time.
//!
//! `scripts/with-servers cargo run -p trueup-tests --bin test-cost [-- TESTS TABLES]`: 20 tests with 50 tables of
//! 20 columns, one after another, unless it is told otherwise.

use std::time::{Duration, Instant};

use sqlx::{MySqlPool, PgPool, SqlitePool};
use trueup::testing::{TestPool, run};
use trueup::{Config, Registry};
use trueup_tests::boots::boot_with;
use trueup_tests::engines::Engine;
use trueup_tests::wide;

fn main() {
    let mut numbers = std::env::args()
        .skip(1)
        .map(|argument| argument.parse().expect("a number"));
    let tests: usize = numbers.next().unwrap_or(20);
    let tables: usize = numbers.next().unwrap_or(50);
    println!("{tests} tests with {tables} tables of 20 columns\n");
    println!("| engine | template, once | a copy | migrating | ratio |");
    println!("| --- | --- | --- | --- | --- |");
    let registry = wide::tables(tables);
    for engine in Engine::ALL {
        let copy = |name: &str| match engine {
            Engine::Postgres => copied::<PgPool>(name, &registry),
            Engine::MariaDb => copied::<MySqlPool>(name, &registry),
            Engine::Sqlite => copied::<SqlitePool>(name, &registry),
        };
        let template = copy("the first");
        let (mut copies, mut migrations) = (Duration::ZERO, Duration::ZERO);
        // In turns, so that a busy machine is busy for both.
        for test in 0..tests {
            copies += copy(&format!("test {test}"));
            migrations += migrated(engine, &registry);
        }
        let each = |sum: Duration| sum.as_secs_f64() * 1000.0 / tests as f64;
        println!(
            "| {} | {:.0} ms | {:.0} ms | {:.0} ms | {:.1} |",
            engine.name(),
            template.as_secs_f64() * 1000.0,
            each(copies),
            each(migrations),
            each(migrations) / each(copies),
        );
    }
}

/// A test that does nothing, with its database made and dropped.
fn copied<P: TestPool>(name: &str, registry: &Registry) -> Duration {
    let start = Instant::now();
    run(name, Ok(registry.clone()), |_: P| async {});
    start.elapsed()
}

/// The same with an empty database that is migrated.
fn migrated(engine: Engine, registry: &Registry) -> Duration {
    let start = Instant::now();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime");
    runtime.block_on(async {
        let database = engine.database().await;
        boot_with(&database, registry.clone(), Config::default()).await;
    });
    start.elapsed()
}
