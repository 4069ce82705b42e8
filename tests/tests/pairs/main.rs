//! Random pairs of schemas on the real servers: from any schema to any other, with rows.
//!
//! `scripts/pairs` tries many more of them, or one in a file: CONTRIBUTING.md tells how.

mod check;
mod found;
mod in_sql;

use std::collections::BTreeMap;
use std::env;
use std::fs;
use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};
use trueup::model::{Flavor, Schema};
use trueup_tests::engines::Engine;
use trueup_tests::random::{pair, shrink};
use trueup_tests::session::Session;

use check::{Broken, Home, Outcome};

/// So many pairs are tried in a run of all tests, from seed 0: half as many seeds, each there and back.
const PAIRS: u64 = 100;
/// And so many behind them in a long run that says nothing else.
const MANY: u64 = 2000;

/// A pair is made smaller for so long.
const PATIENCE: Duration = Duration::from_secs(20);

/// From the first schema of a seed to the second, or from the second to the first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    There,
    Back,
}

impl Way {
    const BOTH: [Self; 2] = [Self::There, Self::Back];
}

/// What is printed of a pair that fails, and read again.
#[derive(Clone, Serialize, Deserialize)]
struct Pair {
    seed: u64,
    from: Schema,
    to: Schema,
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn a_hundred_pairs_on_postgres() {
    run(Engine::Postgres, 0, PAIRS).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn a_hundred_pairs_on_mariadb() {
    run(Engine::MariaDb, 0, PAIRS).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn a_hundred_pairs_on_sqlite() {
    run(Engine::Sqlite, 0, PAIRS).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
#[ignore = "it takes many minutes"]
async fn many_pairs_on_postgres() {
    run_chosen(Engine::Postgres).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
#[ignore = "it takes many minutes"]
async fn many_pairs_on_mariadb() {
    run_chosen(Engine::MariaDb).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
#[ignore = "it takes many minutes"]
async fn many_pairs_on_sqlite() {
    run_chosen(Engine::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
#[ignore = "it needs the file of a pair"]
async fn the_pair_of_a_file() {
    let path = env::var("TRUEUP_PAIR").expect("TRUEUP_PAIR names the file of a pair");
    let text = fs::read_to_string(path).expect("the file of a pair");
    let pair: Pair = serde_json::from_str(&text).expect("a pair");
    let engine = match pair.from.flavor.engine() {
        trueup::model::Engine::Postgres => Engine::Postgres,
        trueup::model::Engine::MySql => Engine::MariaDb,
        trueup::model::Engine::Sqlite => Engine::Sqlite,
    };
    match attempt(engine, pair).await {
        Ok(outcome) => println!("{outcome:?}"),
        Err(broken) => panic!("{}: {}", broken.promise, broken.text),
    }
}

/// Tries the pairs that the environment chooses.
async fn run_chosen(engine: Engine) {
    let (first, count) = (
        setting("TRUEUP_SEED", PAIRS / 2),
        setting("TRUEUP_PAIRS", MANY),
    );
    run(engine, first, count).await;
}

fn setting(variable: &str, usual: u64) -> u64 {
    let text = env::var(variable).ok();
    text.map_or(usual, |text| text.parse().expect("a number"))
}

/// Tries the pairs of so many seeds.
async fn run(engine: Engine, first: u64, count: u64) {
    println!("{}: {count} pairs from seed {first}", engine.name());
    let flavor = flavor(engine).await;
    let start = Instant::now();
    let mut home = Home::of(engine).await;
    let mut failed: BTreeMap<String, (Broken, Vec<(u64, Way)>)> = BTreeMap::new();
    let mut explained: BTreeMap<String, u64> = BTreeMap::new();
    for seed in first..first + count.div_ceil(2) {
        let (from, to) = pair(flavor, seed);
        let outcomes;
        (home, outcomes) = both(engine, home, Pair { seed, from, to }).await;
        for (way, outcome) in Way::BOTH.into_iter().zip(outcomes) {
            match outcome {
                Ok(Outcome::Reached) => {}
                Ok(Outcome::Impossible(_)) => {
                    *explained.entry("no cast".to_owned()).or_default() += 1;
                }
                Ok(Outcome::Explained(text)) => {
                    let cause = text.split("): ").last().unwrap_or_default();
                    let words = cause.lines().next().unwrap_or_default();
                    let words = words.replace(|c: char| c.is_ascii_digit(), "");
                    *explained.entry(words).or_default() += 1;
                }
                Err(broken) => {
                    let kind = broken.kind();
                    println!("{} seed {seed} {way:?}: {kind}", engine.name());
                    if !failed.contains_key(&kind) {
                        println!("{}", broken.text);
                    }
                    let (_, seeds) = failed.entry(kind).or_insert((broken, Vec::new()));
                    seeds.push((seed, way));
                }
            }
        }
    }
    let took = start.elapsed();
    println!("{}: {count} pairs in {took:.1?}", engine.name());
    for (words, times) in &explained {
        println!("  {times} times in the way: {words}");
    }
    let mut text = String::new();
    for (kind, (broken, seeds)) in &failed {
        let (seed, way) = seeds[0];
        let (from, to) = pair(flavor, seed);
        let pair = match way {
            Way::There => Pair { seed, from, to },
            Way::Back => Pair {
                seed,
                from: to,
                to: from,
            },
        };
        let small = shrunk(engine, pair, broken).await;
        let file = format!(
            "{}/pair-{}-{seed}.json",
            env!("CARGO_TARGET_TMPDIR"),
            engine.name()
        );
        let json = serde_json::to_string(&small.0).expect("JSON");
        fs::write(&file, json).expect("a file for the pair");
        text.push_str(&format!(
            "\n== {} seeds {seeds:?}\n{kind}\n{}\ntry it alone: scripts/pairs {file}\n",
            engine.name(),
            small.1.text
        ));
    }
    assert!(
        failed.is_empty(),
        "{}: {} kinds of failures\n{text}",
        engine.name(),
        failed.len(),
    );
}

async fn flavor(engine: Engine) -> Flavor {
    let database = engine.database().await;
    let mut session = Session::open(&database).await;
    let schema = session.schema().await;
    session.close().await;
    schema.flavor
}

/// There and back. After a panic each way is tried alone, to tell which one it was.
async fn both(engine: Engine, mut home: Home, pair: Pair) -> (Home, Vec<Result<Outcome, Broken>>) {
    let Pair { seed, from, to } = pair.clone();
    let task = tokio::spawn(async move {
        let outcomes = home.check_both(&from, &to, seed).await;
        (home, outcomes)
    });
    if let Ok(done) = task.await {
        return done;
    }
    let Pair { seed, from, to } = pair.clone();
    let back = Pair {
        seed,
        from: to,
        to: from,
    };
    let (home, there) = guarded(engine, Home::of(engine).await, pair).await;
    let (home, back) = guarded(engine, home, back).await;
    (home, vec![there, back])
}

/// A panic is a failure like others, and the databases are made anew after it.
async fn guarded(engine: Engine, mut home: Home, pair: Pair) -> (Home, Result<Outcome, Broken>) {
    let task = tokio::spawn(async move {
        let outcome = home.check(&pair.from, &pair.to, Some(pair.seed)).await;
        (home, outcome)
    });
    match task.await {
        Ok(done) => done,
        Err(error) => {
            let text = error.into_panic();
            let text = text.downcast_ref::<String>().cloned().unwrap_or_default();
            let promise = "nothing panics";
            (Home::of(engine).await, Err(Broken { promise, text }))
        }
    }
}

async fn attempt(engine: Engine, pair: Pair) -> Result<Outcome, Broken> {
    guarded(engine, Home::of(engine).await, pair).await.1
}

/// The smallest pair that fails in the same way, as far as time allows.
async fn shrunk(engine: Engine, pair: Pair, broken: &Broken) -> (Pair, Broken) {
    let start = Instant::now();
    let mut home = Home::of(engine).await;
    let (mut best, mut said) = (pair, broken.clone());
    'smaller: loop {
        for (from, to) in shrink::smaller(&best.from, &best.to) {
            if start.elapsed() > PATIENCE {
                break 'smaller;
            }
            let seed = best.seed;
            let less = Pair { seed, from, to };
            let copy = Pair {
                seed,
                from: less.from.clone(),
                to: less.to.clone(),
            };
            let outcome;
            (home, outcome) = guarded(engine, home, copy).await;
            if let Err(now) = outcome
                && now.promise == said.promise
            {
                (best, said) = (less, now);
                continue 'smaller;
            }
        }
        break;
    }
    (best, said)
}
