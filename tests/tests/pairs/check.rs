//! One pair of schemas on a real server.
//!
//! In: two schemas and rows for the first. Out: that the second was reached, or that rows were in the way and a
//! finding had said so; or the promise that was broken.

use std::collections::BTreeSet;

use trueup::model::Schema;
use trueup::{Error, Grade, Migrator, Mode, Report, StepReport, Target};
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
    /// The server cannot do it, and a step was held before anything ran: which.
    Impossible(String),
}

/// What is held because no server could do it.
const NO_CAST: &str = "PostgreSQL has no cast";

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

/// Two databases that are used for one pair after another, each with a connection that stays open: a server
/// reads its catalogue much faster on one that has read it before.
#[derive(Debug)]
pub(crate) struct Home {
    one: Site,
    other: Site,
}

impl Home {
    pub(crate) async fn of(engine: Engine) -> Self {
        Self {
            one: Site::of(engine).await,
            other: Site::of(engine).await,
        }
    }

    /// Holds the engine to every promise on the way from one schema to another, with the rows of the seed.
    pub(crate) async fn check(
        &mut self,
        from: &Schema,
        to: &Schema,
        seed: Option<u64>,
    ) -> Result<Outcome, Broken> {
        self.one.build(from).await?;
        let fresh = self.other.build(to).await?;
        self.one.go(from, to, &fresh, seed).await
    }

    /// The same there and back. Each database is built fresh first, and then is what the other one shall become.
    pub(crate) async fn check_both(
        &mut self,
        from: &Schema,
        to: &Schema,
        seed: u64,
    ) -> Vec<Result<Outcome, Broken>> {
        let built = match self.one.build(from).await {
            Ok(one) => self.other.build(to).await.map(|other| (one, other)),
            Err(broken) => Err(broken),
        };
        match built {
            Ok((one, other)) => vec![
                self.one.go(from, to, &other, Some(seed)).await,
                self.other.go(to, from, &one, Some(seed)).await,
            ],
            Err(broken) => vec![Err(broken)],
        }
    }
}

/// A database and a connection to it.
#[derive(Debug)]
struct Site {
    database: Database,
    session: Session,
}

impl Site {
    async fn of(engine: Engine) -> Self {
        let database = engine.database().await;
        let session = Session::open(&database).await;
        Self { database, session }
    }

    /// Takes away what the last pair left. trueup's own tables stay, without their rows.
    async fn clear(&mut self) {
        let script = match self.database.engine() {
            Engine::Sqlite => {
                *self = Self::of(Engine::Sqlite).await;
                return;
            }
            Engine::Postgres => include_str!("clear_postgres.sql").to_owned(),
            Engine::MariaDb => {
                let sql = include_str!("clear_mariadb.sql");
                self.session.rows(sql).await.join(";")
            }
        };
        let cleared = self.session.run(&script).await;
        cleared.expect("what the last pair left goes");
    }

    /// Makes it this schema from nothing, and tells what is there then.
    async fn build(&mut self, schema: &Schema) -> Result<Vec<String>, Broken> {
        self.clear().await;
        let report = migrator(&self.database, schema).migrate().await;
        let report = report.map_err(|error| broken("a schema is built", error.report()))?;
        settled(&self.database, schema, &report).await?;
        Ok(self.shape(Names::Ignored).await)
    }

    async fn shape(&mut self, names: Names) -> Vec<String> {
        let mut schema = self.session.schema().await;
        if self.database.engine() == Engine::Postgres {
            let tables = schema.tables.iter_mut();
            for check in tables.flat_map(|table| &mut table.checks) {
                check.expression = without_casts(&check.expression);
            }
            // One stays when its trigger goes: in a schema that is given as such, functions are nobody's to drop. That of a trigger
            // that is there is told with the trigger.
            let items = &mut schema.unsupported;
            items.retain(|item| item.kind != "function");
        }
        shape(&schema, names)
    }

    /// From the schema that it has to another, which would be `fresh` had it been built from nothing.
    async fn go(
        &mut self,
        from: &Schema,
        to: &Schema,
        fresh: &[String],
        seed: Option<u64>,
    ) -> Result<Outcome, Broken> {
        for sql in seed.map_or_else(Vec::new, |seed| rows(from, seed)) {
            let inserted = self.session.run(&sql).await;
            inserted.map_err(|text| broken("the first schema takes rows", text))?;
        }
        let before = values(&mut self.session, from, to, seed).await;
        // Only there is it looked at again.
        let live = match self.database.engine() {
            Engine::Sqlite => self.shape(Names::Kept).await,
            Engine::Postgres | Engine::MariaDb => Vec::new(),
        };
        let proposal = migrator(&self.database, to).plan().await;
        let proposal = proposal.map_err(|error| broken("there is a plan", error.report()))?;
        let plan = proposal.report();
        if let Some(held) = plan
            .held_back()
            .find(|held| held.to_string().contains(NO_CAST))
        {
            return Ok(Outcome::Impossible(held.change.object.clone()));
        }
        if let Some(held) = plan.held_back().next() {
            return Err(broken("everything may run", format!("{held}\n{plan}")));
        }
        let outcome = match proposal.apply().await {
            Ok(report) => {
                settled(&self.database, to, &report).await?;
                let after = values(&mut self.session, from, to, seed).await;
                same_values(&before, &after, from, to, &plan)?;
                Outcome::Reached
            }
            Err(error) => {
                let report = self.explained(&plan, &error, &live, to).await?;
                settled(&self.database, to, &report).await?;
                Outcome::Explained(error.report())
            }
        };
        let migrated = self.shape(Names::Ignored).await;
        if migrated == fresh {
            return Ok(outcome);
        }
        let lacks = fresh.iter().filter(|line| !migrated.contains(line));
        let has = migrated.iter().filter(|line| !fresh.contains(line));
        let lines: Vec<String> = lacks
            .map(|line| format!("lacks {line}"))
            .chain(has.map(|line| format!("has {line}")))
            .collect();
        let text = format!("{}\n{plan}", lines.join("\n"));
        Err(broken("what was migrated is what is built fresh", text))
    }

    /// That a finding had said so, that nothing was half done, and that it was the rows.
    async fn explained(
        &mut self,
        plan: &Report,
        error: &Error,
        live: &[String],
        to: &Schema,
    ) -> Result<Report, Broken> {
        let engine = self.database.engine();
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
        let is_any = engine == Engine::Sqlite;
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
        if engine == Engine::Sqlite && self.shape(Names::Kept).await != live {
            return Err(broken(
                "nothing is half done",
                format!("{}\n{plan}", error.report()),
            ));
        }
        let left = migrator(&self.database, to).plan().await;
        let left = left
            .map_err(|error| broken("there is a plan", error.report()))?
            .report();
        // An index that is built beside others leaves its broken half, which the next run takes away.
        if engine == Engine::Postgres && !sql.contains("CONCURRENTLY") {
            let rest = rest_of(plan, *applied, &left);
            if !rest.is_empty() {
                let text = format!(
                    "{}\n{applied} steps ran of\n{plan}\nleft are\n{left}\n{}",
                    rest.join("\n"),
                    error.report()
                );
                return Err(broken("nothing is half done", text));
            }
        }
        self.empty().await;
        let done = migrator(&self.database, to).migrate().await;
        let said = error.report();
        done.map_err(|error| {
            broken(
                "it was the rows",
                format!("{}\nat first: {said}\n{plan}", error.report()),
            )
        })
    }

    /// Takes the rows away.
    async fn empty(&mut self) {
        let engine = self.database.engine();
        let schema = self.session.schema().await;
        let names: Vec<String> = schema
            .tables
            .iter()
            .map(|table| engine.quote(&table.name.name))
            .collect();
        let each = |word: &str| -> String {
            let tables = names.iter();
            tables.map(|name| format!("{word} {name};")).collect()
        };
        // `TRUNCATE` asks no trigger: half-way one may name what is gone, or leave out what is new.
        let script = match engine {
            Engine::Postgres => format!("TRUNCATE {}", names.join(", ")),
            Engine::MariaDb => format!("SET FOREIGN_KEY_CHECKS = 0; {}", each("TRUNCATE")),
            Engine::Sqlite => each("DELETE FROM"),
        };
        if !names.is_empty() {
            self.session.run(&script).await.expect("the rows go");
        }
    }
}

/// What tells the steps that did not run apart from those that are left. An object counts, and not how many steps it takes: a
/// foreign key that is there is only validated, and a view is replaced once the columns are there that it reads.
fn rest_of(plan: &Report, applied: usize, left: &Report) -> Vec<String> {
    let waiting = &plan.steps[applied..];
    let name = |step: &StepReport| {
        let kind = step
            .change
            .kind
            .split_once('_')
            .map_or("", |(_, kind)| kind);
        format!("{kind} {}", step.change.object)
    };
    let names = |steps: &[StepReport]| -> BTreeSet<String> { steps.iter().map(name).collect() };
    let (wanted, found) = (names(waiting), names(&left.steps));
    // What only makes way need not.
    let makes_way = |of: &String| {
        let mut steps = waiting.iter().filter(|step| name(step) == *of);
        let (first, second) = (steps.next(), steps.next());
        [(first, "drop_"), (second, "create_")]
            .iter()
            .all(|(step, verb)| step.is_some_and(|step| step.change.kind.starts_with(verb)))
    };
    // The comment that comes with a constraint is a step of its own where that is not validated yet. What the server makes of the
    // text of a trigger is learned at the end, so one that was made is made anew.
    let made = |of: &String| plan.steps[..applied].iter().any(|step| name(step) == *of);
    let comes_along = |of: &String| {
        of.starts_with("constraint_comment ") || of.starts_with("trigger ") && made(of)
    };
    let done = wanted.difference(&found).filter(|of| !makes_way(of));
    let undone = found.difference(&wanted).filter(|of| !comes_along(of));
    let done = done.map(|of| format!("done too is {of}"));
    done.chain(undone.map(|of| format!("not done is {of}")))
        .collect()
}

/// A check without its casts: a server that takes a check along with a type casts other parts of it than in a new one.
fn without_casts(expression: &str) -> String {
    const TYPES: [&str; 9] = [
        "character varying",
        "double precision",
        "integer",
        "smallint",
        "bigint",
        "numeric",
        "real",
        "text",
        "date",
    ];
    let mut text = expression.to_owned();
    for name in TYPES {
        text = text.replace(&format!("::{name}"), "");
    }
    text.replace(['(', ')', '[', ']', '\''], "")
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

/// That nothing is left to do after a migration.
async fn settled(database: &Database, schema: &Schema, done: &Report) -> Result<(), Broken> {
    let again = migrator(database, schema).plan().await;
    let again = again
        .map_err(|error| broken("there is a second plan", error.report()))?
        .report();
    if again.steps.is_empty() && done.warnings.is_empty() && again.warnings.is_empty() {
        return Ok(());
    }
    Err(broken(
        "a second plan is empty",
        format!(
            "{}\n{again}\nafter\n{done}",
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
    // The rows of a partition go with it.
    let divided = plan.steps.iter().filter_map(|step| {
        let (table, _) = step.change.object.split_once('.')?;
        (step.change.kind == "drop_partition").then(|| format!(" FROM {table} "))
    });
    let divided: Vec<String> = divided.collect();
    for ((old, new), (sql, old_type, new_type)) in before.iter().zip(after).zip(kept(from, to)) {
        if divided.iter().any(|of| sql.contains(of)) {
            continue;
        }
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
