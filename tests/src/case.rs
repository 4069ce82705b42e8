//! One change of an application's structs, and what every engine must make of it.
//!
//! In: structs before and after, rows, what is expected of the steps and of the rows. The rest is the
//! same for each case: nothing is lost under any mode, a second boot has nothing to do, the result is
//! the schema of a database built fresh, stopping after each step reaches the same end, and what was
//! applied can be taken back.

use std::collections::BTreeMap;

use trueup::meta::TableMeta;
use trueup::{Error, Migrator, Mode, Registry, Report, Status};

use crate::boots::{graded, migrator, schema};
use crate::engines::{Database, Engine};
use crate::session::Session;
use crate::shape::{Names, shape};

/// A test of one change: the structs of two releases, and what is expected.
#[macro_export]
macro_rules! case {
    ($name:ident before { $($before:tt)* } after { $($after:tt)* } expect $expect:expr) => {
        #[tokio::test]
        async fn $name() {
            #[allow(dead_code, reason = "the structs stand for tables, and nobody makes one")]
            mod before {
                $crate::structs! { $($before)* }
            }
            #[allow(dead_code, reason = "the structs stand for tables, and nobody makes one")]
            mod after {
                $crate::structs! { $($after)* }
            }
            let case = $crate::case::Case::new(stringify!($name), before::TABLES, after::TABLES);
            let expect: fn($crate::case::Case) -> $crate::case::Case = $expect;
            expect(case).check().await;
        }
    };
}

/// Structs that are tables, and the list of them.
#[macro_export]
macro_rules! structs {
    ($($(#[$meta:meta])* struct $name:ident { $($body:tt)* })*) => {
        $(
            #[derive(trueup::Table)]
            $(#[$meta])*
            struct $name { $($body)* }
        )*
        pub(super) const TABLES: &[&trueup::meta::TableMeta] = trueup::tables![$($name),*];
    };
}

/// The engines that trueup migrates.
pub const ENGINES: &[Engine] = &Engine::ALL;

/// More steps than any case has.
const MANY: usize = 60;

type Tables = &'static [&'static TableMeta];

/// One change.
#[derive(Debug, Clone)]
pub struct Case {
    name: &'static str,
    before: Tables,
    after: Tables,
    dropped: &'static [&'static str],
    seed: &'static str,
    steps: Vec<(Vec<Engine>, &'static str)>,
    rows: Vec<(&'static str, &'static [&'static str])>,
    safe: BTreeMap<Engine, Safe>,
    failure: Option<Failure>,
    is_last_in: Vec<Engine>,
    since: u16,
}

/// What mode `Safe` makes of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Safe {
    /// Whether it holds something back is not this case's matter.
    Whatever,
    /// It applies everything.
    Completes,
    /// It applies what the code needs and holds back the rest.
    HoldsBack,
    /// It changes nothing, because something that the code needs may not run.
    Refuses,
}

/// That applying everything fails on the rows, and what corrects them.
#[derive(Debug, Clone, Copy)]
struct Failure {
    engines: &'static [Engine],
    correction: &'static str,
}

impl Case {
    /// A change from the tables of one release to those of the next.
    #[must_use]
    pub const fn new(name: &'static str, before: Tables, after: Tables) -> Self {
        Self {
            name,
            before,
            after,
            dropped: &[],
            seed: "",
            steps: Vec::new(),
            rows: Vec::new(),
            safe: BTreeMap::new(),
            failure: None,
            is_last_in: Vec::new(),
            since: 0,
        }
    }

    /// About something that this version of PostgreSQL brought.
    #[must_use]
    pub const fn since_postgres(mut self, version: u16) -> Self {
        self.since = version;
        self
    }

    /// With these rows.
    #[must_use]
    pub const fn seed(mut self, sql: &'static str) -> Self {
        self.seed = sql;
        self
    }

    /// With tables that may be dropped.
    #[must_use]
    pub const fn dropped(mut self, tables: &'static [&'static str]) -> Self {
        self.dropped = tables;
        self
    }

    /// The plan has this step on every engine: its grade, kind and object, such as
    /// `SAFE create_column items.note`.
    #[must_use]
    pub fn step(self, step: &'static str) -> Self {
        self.step_on(&Engine::ALL, step)
    }

    /// The plan has this step on these engines.
    #[must_use]
    pub fn step_on(mut self, engines: &[Engine], step: &'static str) -> Self {
        self.steps.push((engines.to_vec(), step));
        self
    }

    /// After everything was applied this query has these rows.
    #[must_use]
    pub fn keeps(mut self, sql: &'static str, rows: &'static [&'static str]) -> Self {
        self.rows.push((sql, rows));
        self
    }

    /// What mode `Safe` makes of it on every engine.
    #[must_use]
    pub fn safe(self, safe: Safe) -> Self {
        self.safe_on(&Engine::ALL, safe)
    }

    /// What mode `Safe` makes of it on these engines.
    #[must_use]
    pub fn safe_on(mut self, engines: &[Engine], safe: Safe) -> Self {
        self.safe
            .extend(engines.iter().map(|engine| (*engine, safe)));
        self
    }

    /// On these engines applying fails and loses nothing, until this statement corrects the rows.
    #[must_use]
    pub const fn fails_until(
        mut self,
        engines: &'static [Engine],
        correction: &'static str,
    ) -> Self {
        self.failure = Some(Failure {
            engines,
            correction,
        });
        self
    }

    /// Only an empty database can go back: rows have no value for what comes back.
    #[must_use]
    pub fn goes_back_empty(mut self) -> Self {
        self.is_last_in = Engine::ALL.to_vec();
        self
    }

    /// Holds every engine to it.
    ///
    /// # Panics
    ///
    /// With the first promise that an engine breaks.
    pub async fn check(self) {
        for engine in ENGINES {
            println!("{} on {}", self.name, engine.name());
            if self.since > 0 && !engine.database().await.is_since(self.since).await {
                continue;
            }
            self.at_once(*engine).await;
            self.step_by_step(*engine).await;
        }
    }

    /// Everything in one run, then back.
    async fn at_once(&self, engine: Engine) {
        let database = self.start(engine).await;
        let proposal = self.new_release(&database).plan().await.expect("a plan");
        self.check_steps(engine, &proposal.report());
        if self.fails_on(engine) {
            self.check_failure(&database).await;
        }
        // After a failure it starts from what was done until then.
        let before = self.schema(&database, Names::Kept).await;
        let report = self
            .new_release(&database)
            .mode(Mode::Aggressive)
            .migrate()
            .await
            .unwrap_or_else(|error| panic!("{error:?}\n{}", proposal.report()));
        println!("{report}");
        // What some engines tell apart is the same type on others.
        let expected = match proposal.report().steps.len() {
            0 => Status::UpToDate,
            _ => Status::Completed,
        };
        assert_eq!(report.status, expected, "{report}");
        self.check_end(&database).await;
        if self.before.is_empty() {
            return;
        }

        let mut session = Session::open(&database).await;
        if self.is_last_in.contains(&engine) {
            for table in self.after {
                let name = format!("DELETE FROM {}", engine.quote(table.name));
                session.run(&name).await.expect("the rows go");
            }
        }
        let applied: Vec<_> = report.applied().collect();
        for step in applied.into_iter().rev() {
            for sql in &step.inverse {
                if let Err(error) = session.run(sql).await {
                    panic!("going back over `{}`: {error}", step.summary);
                }
            }
        }
        session.close().await;
        let back = self.schema(&database, Names::Kept).await;
        assert_same("taken back", &before, &back);
    }

    /// What mode `Safe` allows, then one step in each run.
    async fn step_by_step(&self, engine: Engine) {
        let database = self.start(engine).await;
        let before = self.schema(&database, Names::Kept).await;
        let safe = self.new_release(&database).migrate().await;
        let expected = self.safe.get(&engine).copied();
        match (&safe, expected.unwrap_or(Safe::Whatever)) {
            (Ok(report), Safe::Completes) => {
                assert_eq!(report.status, Status::Completed, "{report}");
            }
            (Ok(report), Safe::HoldsBack) => {
                assert_eq!(report.status, Status::Partial, "{report}");
                let again = boot(self.new_release(&database)).await;
                assert_eq!(again.status, Status::Partial, "{again}");
                assert_eq!(again.applied().count(), 0, "{again}");
            }
            (Err(Error::Refused { .. }), Safe::Refuses | Safe::Whatever) => {
                let after = self.schema(&database, Names::Kept).await;
                assert_same("refused", &before, &after);
                assert_eq!(database.count("_trueup_migrations").await, 1);
            }
            (Ok(_), Safe::Whatever) => {}
            (Ok(report), Safe::Refuses) => panic!("it was not refused:\n{report}"),
            (Err(error), _) => panic!("{}", error.report()),
        }
        if self.fails_on(engine) {
            let correction = self.failure.expect("a correction").correction;
            database.execute(correction).await;
        }
        for _ in 0..MANY {
            let report = self
                .new_release(&database)
                .mode(Mode::Aggressive)
                .limit(1)
                .migrate()
                .await
                .unwrap_or_else(|error| panic!("one by one: {}", error.report()));
            if report.status == Status::UpToDate || report.status == Status::Completed {
                return self.check_end(&database).await;
            }
        }
        panic!("one step in each run leads nowhere");
    }

    async fn start(&self, engine: Engine) -> Database {
        let database = engine.database().await;
        if !self.before.is_empty() {
            let registry = Registry::of(self.before).expect("tables of different names");
            for expected in [Status::Completed, Status::UpToDate] {
                let report = boot(migrator(&database, registry.clone())).await;
                assert_eq!(report.status, expected, "{report}");
            }
        }
        if !self.seed.is_empty() {
            database.execute(self.seed).await;
        }
        database
    }

    fn new_release(&self, database: &Database) -> Migrator {
        let registry = Registry::of(self.after).expect("tables of different names");
        migrator(database, registry.with_dropped_tables(self.dropped))
    }

    fn fails_on(&self, engine: Engine) -> bool {
        self.failure
            .is_some_and(|failure| failure.engines.contains(&engine))
    }

    fn check_steps(&self, engine: Engine, report: &Report) {
        let steps = graded(&report.steps);
        for (engines, expected) in &self.steps {
            if engines.contains(&engine) {
                assert!(
                    steps.iter().any(|step| step == expected),
                    "no step `{expected}` in:\n{report}"
                );
            }
        }
        for step in &report.steps {
            let is_risky = !step.findings.is_empty();
            assert!(
                !is_risky || step.findings.iter().all(|one| !one.way_out.is_empty()),
                "{step}"
            );
        }
    }

    /// It fails, the rows are still there, the record says so, and the cause can be corrected.
    async fn check_failure(&self, database: &Database) {
        let rows_before = self.all_rows(database).await;
        let migrator = self.new_release(database).mode(Mode::Aggressive);
        let error = match migrator.migrate().await {
            Err(error @ Error::Execute { .. }) => error,
            Err(error) => panic!("another error: {}", error.report()),
            Ok(report) => panic!("it did not fail:\n{report}"),
        };
        println!("{}", error.report());
        assert_eq!(rows_before, self.all_rows(database).await, "rows are lost");
        let mut session = Session::open(database).await;
        let sql = "SELECT status FROM _trueup_migrations WHERE status <> 'applied'";
        assert_eq!(session.rows(sql).await, ["failed"]);
        session.close().await;
        let correction = self.failure.expect("a correction").correction;
        database.execute(correction).await;
    }

    async fn all_rows(&self, database: &Database) -> BTreeMap<&'static str, Vec<String>> {
        let mut session = Session::open(database).await;
        let mut all = BTreeMap::new();
        for table in self.before {
            // The first column, because others may have been added before it failed.
            let column = database.engine().quote(table.columns[0].name);
            let name = database.engine().quote(table.name);
            let sql = format!("SELECT {column} FROM {name} ORDER BY 1");
            all.insert(table.name, session.rows(&sql).await);
        }
        session.close().await;
        all
    }

    async fn check_end(&self, database: &Database) {
        let mut session = Session::open(database).await;
        for (sql, rows) in &self.rows {
            assert_eq!(session.rows(sql).await, *rows, "{sql}");
        }
        session.close().await;
        let report = boot(self.new_release(database)).await;
        assert_eq!(report.status, Status::UpToDate, "a second boot:\n{report}");
        assert!(report.warnings.is_empty(), "a second boot:\n{report}");

        let fresh = database.engine().database().await;
        let report = boot(self.new_release(&fresh)).await;
        println!("fresh:\n{report}");
        let built = self.schema(&fresh, Names::Ignored).await;
        let migrated = self.schema(database, Names::Ignored).await;
        assert_same("fresh and migrated", &built, &migrated);
    }

    async fn schema(&self, database: &Database, names: Names) -> Vec<String> {
        let schema = schema(database).await;
        shape(&schema, names)
    }
}

async fn boot(migrator: Migrator) -> Report {
    let outcome = migrator.migrate().await;
    outcome.unwrap_or_else(|error| panic!("{}", error.report()))
}

fn assert_same(what: &str, one: &[String], other: &[String]) {
    let missing: Vec<&String> = one.iter().filter(|line| !other.contains(line)).collect();
    let surplus: Vec<&String> = other.iter().filter(|line| !one.contains(line)).collect();
    assert!(
        missing.is_empty() && surplus.is_empty() && one.len() == other.len(),
        "{what}\n  missing: {missing:#?}\n  surplus: {surplus:#?}"
    );
}
