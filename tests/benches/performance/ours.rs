//! trueup itself, at each level of looking for drift.

use std::time::{Duration, Instant};

use trueup::{Config, DriftCheck, Migrator, Mode, Registry, Report, Status, Target};
use trueup_tests::engines::{Database, Engine};
use trueup_tests::measure::Outcome;
use trueup_tests::wide;

use crate::contestant::{Contestant, noticed, wait};

const LEVELS: [(&str, DriftCheck); 3] = [
    ("trueup", DriftCheck::Fingerprint),
    ("trueup, `trust`", DriftCheck::Trust),
    ("trueup, `full`", DriftCheck::Full),
];

/// The pieces of a start are those of a program: an address, settings, definitions.
pub(crate) struct Trueup(Registry);

impl Trueup {
    pub(crate) fn of(tables: usize) -> Self {
        Self(wide::tables(tables))
    }

    fn boot(&self, database: &Database, config: Config) -> (Duration, Report) {
        let start = Instant::now();
        let target = Target::from_url(database.url()).expect("an address");
        let migrator = Migrator::new(target)
            .config(config)
            .registry(self.0.clone());
        let report = wait(migrator.migrate()).expect("a start");
        (start.elapsed(), report)
    }

    /// The statements that make the tables, as one script.
    pub(crate) fn script(&self, database: &Database) -> String {
        let (_, report) = self.boot(database, dry());
        let statements = report.steps.iter().flat_map(|step| &step.statements);
        statements
            .map(|statement| format!("{};\n", statement.sql))
            .collect()
    }
}

fn dry() -> Config {
    Config::default().mode(Mode::DryRun)
}

impl Contestant for Trueup {
    fn name(&self) -> &str {
        LEVELS[0].0
    }

    fn empty(&self, database: &Database) -> Outcome {
        let (time, report) = self.boot(database, Config::default());
        assert_eq!(report.status, Status::Completed);
        Ok(time)
    }

    fn settle(&self, database: &Database) {
        if database.engine() == Engine::MariaDb {
            // The times of changes are kept in seconds. The first start after them reads everything once more.
            std::thread::sleep(Duration::from_secs(3));
            self.boot(database, Config::default());
        }
    }

    fn idle(&self, kind: usize, database: &Database) -> Outcome {
        let (time, report) = self.boot(database, Config::default().drift_check(LEVELS[kind].1));
        assert_eq!(report.status, Status::UpToDate);
        Ok(time)
    }

    fn kinds(&self) -> Vec<String> {
        LEVELS.iter().map(|(name, _)| (*name).to_owned()).collect()
    }

    fn drift(&self, database: &Database) -> Outcome {
        let (time, report) = self.boot(database, dry());
        noticed(time, report.steps.len())
    }
}
