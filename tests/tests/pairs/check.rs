//! One pair of schemas on a real server.
//!
//! In: two schemas and rows for the first. Out: that the second was reached, or that rows were in the way and a
//! finding had said so; or the promise that was broken.

use std::collections::BTreeSet;

use trueup::model::Schema;
use trueup::{Error, Grade, Migrator, Mode, Report, Target};
use trueup_tests::engines::{Database, Engine};
use trueup_tests::random::rows::{is_same, kept, rows};
use trueup_tests::session::Session;
use trueup_tests::shape::{Names, shape};

/// What became of a pair.
#[derive(Debug)]
pub(crate) enum Outcome {
    /// The second schema was reached.
    Reached,
    /// Rows were in the way until they were gone: what the server said.
    Explained(String),
}

/// A promise that was broken.
#[derive(Debug, Clone)]
pub(crate) struct Broken {
    /// Which.
    pub(crate) promise: &'static str,
    /// How.
    pub(crate) text: String,
}

impl Broken {
    /// Alike for what probably is the same fault: which promise, and the words without numbers.
    pub(crate) fn kind(&self) -> String {
        let line = self.text.lines().next().unwrap_or_default();
        let words = line.replace(|c: char| c.is_ascii_digit(), "");
        format!("{}: {words}", self.promise)
    }
}

/// Two databases that are used for one pair after another.
#[derive(Debug)]
pub(crate) struct Home {
    migrated: Database,
    fresh: Database,
}

impl Home {
    pub(crate) async fn of(engine: Engine) -> Self {
        Self {
            migrated: engine.database().await,
            fresh: engine.database().await,
        }
    }

    async fn clear(&mut self) {
        for database in [&mut self.migrated, &mut self.fresh] {
            let name = database.engine().quote(database.name());
            match database.engine() {
                Engine::Postgres => {
                    let sql = "DROP SCHEMA public CASCADE; CREATE SCHEMA public";
                    database.execute(sql).await;
                }
                Engine::MariaDb => {
                    let sql = format!("DROP DATABASE {name}; CREATE DATABASE {name}");
                    database.execute(&sql).await;
                }
                Engine::Sqlite => *database = Engine::Sqlite.database().await,
            }
        }
    }

    /// Holds the engine to every promise, with the rows of the seed.
    pub(crate) async fn check(
        &mut self,
        from: &Schema,
        to: &Schema,
        seed: Option<u64>,
    ) -> Result<Outcome, Broken> {
        self.clear().await;
        let database = &self.migrated;
        settle(database, from, "the first schema is built").await?;
        let mut session = Session::open(database).await;
        for sql in seed.map_or_else(Vec::new, |seed| rows(from, seed)) {
            let inserted = session.run(&sql).await;
            inserted.map_err(|text| broken("the first schema takes rows", text))?;
        }
        let before = values(&mut session, from, to, seed).await;
        let live = session.schema().await;
        session.close().await;

        let proposal = migrator(database, to).plan().await;
        let proposal = proposal.map_err(|error| broken("there is a plan", error.report()))?;
        let plan = proposal.report();
        if let Some(held) = plan.held_back().next() {
            return Err(broken("everything may run", format!("{held}\n{plan}")));
        }
        let outcome = match proposal.apply().await {
            Ok(_) => {
                let mut session = Session::open(database).await;
                let after = values(&mut session, from, to, seed).await;
                session.close().await;
                same_values(&before, &after, from, to, &plan)?;
                Outcome::Reached
            }
            Err(error) => {
                explained(database, &plan, &error, &live, to).await?;
                Outcome::Explained(error.report())
            }
        };
        settle(database, to, "the second schema is reached").await?;
        settle(&self.fresh, to, "the second schema is built").await?;
        let (migrated, built) = (read(database).await, read(&self.fresh).await);
        if migrated == built {
            return Ok(outcome);
        }
        let lacks = built.iter().filter(|line| !migrated.contains(line));
        let has = migrated.iter().filter(|line| !built.contains(line));
        let lines: Vec<String> = lacks
            .map(|line| format!("lacks {line}"))
            .chain(has.map(|line| format!("has {line}")))
            .collect();
        let text = format!("{}\n{plan}", lines.join("\n"));
        Err(broken("what was migrated is what is built fresh", text))
    }
}

fn broken(promise: &'static str, text: impl Into<String>) -> Broken {
    Broken {
        promise,
        text: text.into(),
    }
}

fn migrator(database: &Database, schema: &Schema) -> Migrator {
    let target = Target::from_url(database.url()).expect("the address of a test's database");
    Migrator::new(target)
        .schema(schema.clone())
        .prune()
        .mode(Mode::Aggressive)
}

/// Migrates, after which there is nothing to do.
async fn settle(database: &Database, schema: &Schema, promise: &'static str) -> Result<(), Broken> {
    let report = migrator(database, schema).migrate().await;
    let report = report.map_err(|error| broken(promise, error.report()))?;
    let again = migrator(database, schema).plan().await;
    let again = again
        .map_err(|error| broken(promise, error.report()))?
        .report();
    if again.steps.is_empty() && report.warnings.is_empty() && again.warnings.is_empty() {
        return Ok(());
    }
    Err(broken(
        "a second plan is empty",
        format!(
            "{}\n{again}\nafter\n{report}",
            changes(&again).into_iter().next().unwrap_or_default()
        ),
    ))
}

fn changes(report: &Report) -> Vec<String> {
    let steps = report.steps.iter();
    steps
        .map(|step| format!("{} {}", step.change.kind, step.change.object))
        .collect()
}

async fn read(database: &Database) -> Vec<String> {
    let mut session = Session::open(database).await;
    let schema = session.schema().await;
    session.close().await;
    shape(&schema, Names::Ignored)
}

async fn values(
    session: &mut Session,
    from: &Schema,
    to: &Schema,
    seed: Option<u64>,
) -> Vec<Vec<String>> {
    let mut all = Vec::new();
    if seed.is_none() {
        return all;
    }
    for (sql, ..) in kept(from, to) {
        all.push(session.rows(&sql).await);
    }
    all
}

fn same_values(
    before: &[Vec<String>],
    after: &[Vec<String>],
    from: &Schema,
    to: &Schema,
    plan: &Report,
) -> Result<(), Broken> {
    for ((old, new), (sql, old_type, new_type)) in before.iter().zip(after).zip(kept(from, to)) {
        let is_default = |one: &str| one == "NULL";
        let are_same = old.len() == new.len()
            && old.iter().zip(new).all(|(old, new)| {
                // A column that no longer allows NULL may have got its default.
                is_default(old) || is_same(old, new, &old_type, &new_type)
            });
        if !are_same {
            let text = format!("{old_type} -> {new_type}\n{sql}: {old:?} -> {new:?}\n{plan}");
            return Err(broken("values survive", text));
        }
    }
    Ok(())
}

/// That a finding had said so, that nothing was half done, and that it was the rows.
async fn explained(
    database: &Database,
    plan: &Report,
    error: &Error,
    live: &Schema,
    to: &Schema,
) -> Result<(), Broken> {
    let Error::Execute {
        step, applied, sql, ..
    } = error
    else {
        return Err(broken(
            "it can be applied",
            format!("{}\n{plan}", error.report()),
        ));
    };
    // SQLite makes several steps of a table in one, and counts dangling references when all is done.
    let is_any = database.engine() == Engine::Sqlite;
    let blamed = plan.steps.iter().filter(|one| is_any || one.id == *step);
    let is_told = blamed
        .flat_map(|one| &one.findings)
        .any(|finding| finding.grade == Grade::High);
    if !is_told {
        return Err(broken(
            "it can be applied",
            format!("{}\n{plan}", error.report()),
        ));
    }
    if database.engine() == Engine::Sqlite {
        let mut session = Session::open(database).await;
        let now = session.schema().await;
        session.close().await;
        if shape(&now, Names::Kept) != shape(live, Names::Kept) {
            return Err(broken(
                "nothing is half done",
                format!("{}\n{plan}", error.report()),
            ));
        }
    }
    let left = migrator(database, to).plan().await;
    let left = left
        .map_err(|error| broken("there is a plan", error.report()))?
        .report();
    // An index that is built beside others leaves its broken half, which the next run takes away.
    if database.engine() == Engine::Postgres && !sql.contains("CONCURRENTLY") {
        // What is left may be less: a foreign key that is there and not yet validated.
        let objects = |report: &Report| -> BTreeSet<String> {
            let steps = report.steps.iter();
            steps.map(|step| step.change.object.clone()).collect()
        };
        let (all, rest) = (objects(plan), objects(&left));
        if left.steps.len() + applied != plan.steps.len()
            || !rest.iter().all(|one| all.contains(one))
        {
            let text = format!(
                "{applied} steps ran of\n{plan}\nleft are\n{left}\n{}",
                error.report()
            );
            return Err(broken("nothing is half done", text));
        }
    }
    empty(database).await;
    let done = migrator(database, to).migrate().await;
    let said = error.report();
    done.map(|_| ()).map_err(|error| {
        broken(
            "it was the rows",
            format!("{}\nat first: {said}\n{plan}", error.report()),
        )
    })
}

/// Takes the rows away.
async fn empty(database: &Database) {
    let engine = database.engine();
    let mut session = Session::open(database).await;
    let schema = session.schema().await;
    let names: Vec<String> = schema
        .tables
        .iter()
        .map(|table| engine.quote(&table.name.name))
        .collect();
    let mut script = vec!["SET FOREIGN_KEY_CHECKS = 0".to_owned()];
    match engine {
        Engine::Postgres => script = vec![format!("TRUNCATE {}", names.join(", "))],
        Engine::MariaDb => {}
        Engine::Sqlite => script.clear(),
    }
    if engine != Engine::Postgres {
        script.extend(names.iter().map(|name| format!("DELETE FROM {name}")));
    }
    if !names.is_empty() {
        session.run(&script.join("; ")).await.expect("the rows go");
    }
    session.close().await;
}
