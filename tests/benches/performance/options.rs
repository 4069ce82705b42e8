//! What is measured, and how long that may take.

use std::time::Duration;

use clap::Parser;
use trueup_tests::engines::Engine;
use trueup_tests::measure::{Limits, Measure};

use crate::peers::PEERS;

/// Measures trueup beside the bare tools and what one would use instead, and writes docs/guide/performance.md.
#[derive(Debug, Parser)]
#[command(name = "scripts/bench")]
pub(crate) struct Options {
    /// What is measured: idle, empty, drift, read, planning, compiling.
    #[arg(long, value_delimiter = ',', value_parser = measure, default_value = "idle,empty,drift,read,planning,compiling")]
    pub(crate) measures: Vec<Measure>,
    /// On which engines: postgres, mariadb, sqlite.
    #[arg(long, value_delimiter = ',', value_parser = engine, default_value = "postgres,mariadb,sqlite")]
    pub(crate) engines: Vec<Engine>,
    /// With how many tables of 20 columns.
    #[arg(long, value_delimiter = ',', default_value = "10,100,1000")]
    pub(crate) tables: Vec<usize>,
    /// With how many tables planning is measured, which takes no database.
    #[arg(long, value_delimiter = ',', default_value = "10,100,1000,10000")]
    pub(crate) planned: Vec<usize>,
    /// With how many structs compiling is measured, of which the peers have a hundred at most.
    #[arg(long, value_delimiter = ',', default_value = "10,100,500")]
    pub(crate) structs: Vec<usize>,
    /// Beside whom: names of programs in tests/peers, `all` or `none`.
    #[arg(long, value_delimiter = ',', value_parser = peer, default_value = "all")]
    pub(crate) peers: Vec<String>,
    /// Rounds that count, after one that does not.
    #[arg(long, default_value_t = 15)]
    rounds: usize,
    /// Seconds after which somebody sits out the rounds that are left of a table's cell.
    #[arg(long, default_value_t = 4.0)]
    seconds: f64,
    /// Seconds after which a peer's answer is not waited for.
    #[arg(long, default_value_t = 90)]
    patience: u64,
    /// Measures those too that are left out at a number of tables because they would take minutes.
    #[arg(long)]
    pub(crate) slow: bool,
    /// Prints the tables, and writes nothing.
    #[arg(long)]
    pub(crate) print: bool,
    /// What cargo says to each benchmark.
    #[arg(long, hide = true)]
    bench: bool,
}

impl Options {
    pub(crate) fn limits(&self) -> Limits {
        Limits {
            rounds: self.rounds,
            each: Duration::from_secs_f64(self.seconds),
        }
    }

    /// A crate takes seconds where a start takes milliseconds.
    pub(crate) fn compiling(&self) -> Limits {
        let Limits { rounds, each } = self.limits();
        Limits {
            rounds,
            each: each * 5,
        }
    }

    pub(crate) fn patience(&self) -> Duration {
        Duration::from_secs(self.patience)
    }

    pub(crate) fn has(&self, measure: Measure) -> bool {
        self.measures.contains(&measure)
    }

    /// Whether something is measured that takes a database.
    pub(crate) fn has_databases(&self) -> bool {
        let without = |measure: &Measure| matches!(measure, Measure::Planning | Measure::Compiling);
        !self.measures.iter().all(without)
    }

    pub(crate) fn wants(&self, peer: &str) -> bool {
        self.peers.iter().any(|name| name == "all" || name == peer)
    }
}

fn measure(text: &str) -> Result<Measure, String> {
    named(text, &Measure::ALL, Measure::name)
}

fn engine(text: &str) -> Result<Engine, String> {
    named(text, &Engine::ALL, Engine::name)
}

fn peer(text: &str) -> Result<String, String> {
    let mut names = vec!["all", "none"];
    names.extend(PEERS.iter().map(|peer| peer.program));
    named(text, &names, |name| name).map(str::to_owned)
}

fn named<T: Copy>(text: &str, all: &[T], name: impl Fn(T) -> &'static str) -> Result<T, String> {
    let found = all.iter().copied().find(|one| name(*one) == text);
    let names: Vec<&str> = all.iter().map(|one| name(*one)).collect();
    found.ok_or_else(|| format!("one of {}", names.join(", ")))
}
