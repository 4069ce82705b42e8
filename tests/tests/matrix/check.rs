//! One case on one engine.
//!
//! In: a case of the table. Out: nothing, or the promise that was broken. The plan has exactly the steps of the case;
//! rows stay; a second plan is empty; what was migrated is what the server makes of the new schema itself; what
//! takes the steps back leads to the old one; and a run that ends after any step goes on to the same end.

use trueup::dialect::Dialect;
use trueup::live::Scope;
use trueup::model::{Flavor, Schema};
use trueup::{Error, Migrator, Mode, Proposal, Report, Status, Target};
use trueup_tests::boots::graded;
use trueup_tests::dump;
use trueup_tests::engines::{Database, Engine};
use trueup_tests::random::rows::is_same;
use trueup_tests::session::Session;

use crate::table::Case;

/// More runs than a case has steps.
const MANY: usize = 40;

/// Two databases that are used for one case after another.
#[derive(Debug)]
pub(crate) struct Home {
    migrated: Side,
    built: Side,
    /// The server that they are on.
    pub(crate) flavor: Flavor,
}

impl Home {
    pub(crate) async fn of(engine: Engine) -> Self {
        let mut migrated = Side::of(engine).await;
        Self {
            flavor: migrated.session.flavor().await,
            migrated,
            built: Side::of(engine).await,
        }
    }

    /// Holds the engine to every promise.
    pub(crate) async fn check(&mut self, case: &Case) -> Result<(), String> {
        let desired = self.build(case).await?;
        let live = self.start(case).await?;
        let proposal = self.plan(&desired).await?;
        let plan = proposal.report();
        let expected = case.of("steps", self.flavor).unwrap_or_default();
        let steps = graded(&plan.steps).join("\n");
        // What else is wrong is told as well.
        let rest = self.after_the_plan(case, proposal, &live, &desired).await;
        if steps == expected {
            return rest;
        }
        let rest = rest.err().unwrap_or_default();
        Err(format!(
            "these are the steps:\n{steps}\nand not:\n{expected}\n{plan}\n{rest}"
        ))
    }

    async fn after_the_plan(
        &mut self,
        case: &Case,
        mut proposal: Proposal,
        live: &Schema,
        desired: &Schema,
    ) -> Result<(), String> {
        if let Some(reason) = case.of("held", self.flavor) {
            return self.is_held(reason, proposal, live).await;
        }
        let plan = proposal.report();
        // After a failure it starts from what was done until then.
        let mut start = None;
        if let Some(correction) = case.of("fails", self.flavor) {
            let before = self.migrated.values(live, desired).await;
            match proposal.apply().await {
                Err(Error::Execute { .. }) => {}
                Err(error) => return Err(told("another error", &error)),
                Ok(_) => return Err(format!("it does not fail\n{plan}")),
            }
            let after = self.migrated.values(live, desired).await;
            same(&before, &after, "failed")?;
            self.migrated.session.run(correction).await?;
            start = Some(self.migrated.read().await);
            proposal = self.plan(desired).await?;
        }
        let before = self.migrated.values(live, desired).await;
        let report = proposal.apply().await;
        let report = report.map_err(|error| format!("{}\n{plan}", told("not applied", &error)))?;
        let start = start.as_ref().unwrap_or(live);
        let outcome = self.once_and_in_steps(case, desired, &before, &report, start);
        outcome.await.map_err(|error| format!("{error}\n{report}"))
    }

    async fn once_and_in_steps(
        &mut self,
        case: &Case,
        desired: &Schema,
        before: &[Values],
        report: &Report,
        start: &Schema,
    ) -> Result<(), String> {
        self.at_the_end(case, desired, before).await?;
        if case.of("back", self.flavor).is_none() {
            self.goes_back(report, start).await?;
        }
        if report.steps.len() > 1 {
            self.fill(case).await?;
            let steps = self.goes_on(case, desired, before).await;
            steps.map_err(|error| format!("one by one: {error}"))?;
        }
        Ok(())
    }

    async fn plan(&self, desired: &Schema) -> Result<Proposal, String> {
        let plan = migrator(&self.migrated.database, desired).plan().await;
        plan.map_err(|error| told("no plan", &error))
    }

    /// A step is held back for that reason, and nothing changes.
    async fn is_held(
        &mut self,
        reason: &str,
        proposal: Proposal,
        live: &Schema,
    ) -> Result<(), String> {
        let plan = proposal.report();
        let mut held = plan.held_back().filter_map(|step| step.held.as_deref());
        if !held.any(|held| held.contains(reason)) {
            return Err(format!("it is not held back: {reason}\n{plan}"));
        }
        let before = self.migrated.values(live, live).await;
        let report = proposal.apply().await;
        report.map_err(|error| told("not held back", &error))?;
        same(&before, &self.migrated.values(live, live).await, "held")?;
        let found = self.migrated.read().await;
        differ("held back and old", &lines(live), &lines(&found))
    }

    /// The new schema as the server makes it.
    async fn build(&mut self, case: &Case) -> Result<Schema, String> {
        self.built.clear().await;
        let new = case.of("new", self.flavor).expect("a new schema");
        self.built.session.run(new).await?;
        Ok(self.built.read().await)
    }

    /// The old schema and its rows.
    async fn start(&mut self, case: &Case) -> Result<Schema, String> {
        self.fill(case).await?;
        let schema = self.migrated.read().await;
        match self.migrated.has_rows(&schema).await {
            true => Ok(schema),
            false => Err("no table has a row".to_owned()),
        }
    }

    async fn fill(&mut self, case: &Case) -> Result<(), String> {
        self.migrated.clear().await;
        for field in ["old", "rows"] {
            let sql = case.of(field, self.flavor).expect("a schema and rows");
            self.migrated.session.run(sql).await?;
        }
        Ok(())
    }

    async fn at_the_end(
        &mut self,
        case: &Case,
        desired: &Schema,
        before: &[Values],
    ) -> Result<(), String> {
        if case.of("values", self.flavor).is_none() {
            let after = self.migrated.values(desired, desired).await;
            same(before, &after, "applied")?;
        }
        for kept in case.all("keeps", self.flavor) {
            let (sql, rows) = kept.split_once("=>").ok_or("no rows are named")?;
            let rows: Vec<&str> = rows.split(" / ").map(str::trim).collect();
            let found = self.migrated.session.rows(sql).await;
            if found != rows {
                return Err(format!("{sql}: {found:?}"));
            }
        }
        let again = self.plan(desired).await?.report();
        if !again.steps.is_empty() || !again.warnings.is_empty() {
            return Err(format!("a second plan is not empty:\n{again}\nafter"));
        }
        // Where reading and printing cost little, each is compared; on PostgreSQL all of a file are: see `together`.
        if self.built.database.engine() == Engine::Postgres {
            return match case.of("alone", self.flavor) {
                Some(_) => dump::same(&self.built.database, &self.migrated.database).await,
                None => Ok(()),
            };
        }
        let found = self.migrated.read().await;
        differ("read back and desired", &lines(desired), &lines(&found))?;
        dump::same(&self.built.database, &self.migrated.database).await
    }

    async fn goes_back(&mut self, report: &Report, start: &Schema) -> Result<(), String> {
        let applied: Vec<_> = report.applied().collect();
        for step in applied.into_iter().rev() {
            for sql in &step.inverse {
                let done = self.migrated.session.run(sql).await;
                done.map_err(|error| format!("going back over `{}`: {error}", step.summary))?;
            }
        }
        let found = self.migrated.read().await;
        differ("taken back and old", &lines(start), &lines(&found))
    }

    async fn goes_on(
        &mut self,
        case: &Case,
        desired: &Schema,
        before: &[Values],
    ) -> Result<(), String> {
        if let Some(correction) = case.of("fails", self.flavor) {
            self.migrated.session.run(correction).await?;
        }
        for _ in 0..MANY {
            let run = migrator(&self.migrated.database, desired).limit(1);
            let report = run.migrate().await;
            let report = report.map_err(|error| told("a run", &error))?;
            if matches!(report.status, Status::UpToDate | Status::Completed) {
                return self.at_the_end(case, desired, before).await;
            }
        }
        Err("it leads nowhere".to_owned())
    }
}

/// A database, and a connection that stays: what a server learns of its catalogue it then learns once.
#[derive(Debug)]
struct Side {
    database: Database,
    session: Session,
}

impl Side {
    async fn of(engine: Engine) -> Self {
        let database = engine.database().await;
        let session = Session::open(&database).await;
        Self { database, session }
    }

    async fn clear(&mut self) {
        let engine = self.database.engine();
        let name = engine.quote(self.database.name());
        let sql = match engine {
            Engine::Postgres => CLEAR_POSTGRES.to_owned(),
            Engine::MariaDb => format!("DROP DATABASE {name}; CREATE DATABASE {name}; USE {name}"),
            Engine::Sqlite => {
                *self = Self::of(engine).await;
                return;
            }
        };
        self.session.run(&sql).await.expect("an empty database");
    }

    async fn read(&mut self) -> Schema {
        self.session.schema_within(Scope::All).await
    }

    async fn has_rows(&mut self, schema: &Schema) -> bool {
        for table in &schema.tables {
            let name = quoted(self.database.engine(), &table.name);
            let sql = format!("SELECT 1 FROM {name} LIMIT 1");
            if !self.session.rows(&sql).await.is_empty() {
                return true;
            }
        }
        false
    }

    /// The values of the columns that both schemas have.
    async fn values(&mut self, from: &Schema, to: &Schema) -> Vec<Values> {
        let engine = self.database.engine();
        let mut all = Vec::new();
        for table in &from.tables {
            let Some(after) = to.table(&table.name) else {
                continue;
            };
            for column in &table.columns {
                let other = after.column(&column.name);
                if column.generated.is_some() || other.is_none_or(|one| one.generated.is_some()) {
                    continue;
                }
                let name = engine.quote(&column.name);
                let cell = match engine {
                    Engine::Postgres => format!("{name}::text"),
                    Engine::MariaDb => format!("CONVERT({name} USING utf8mb4)"),
                    Engine::Sqlite => format!("CAST({name} AS TEXT)"),
                };
                let sql = format!("SELECT {cell} FROM {}", quoted(engine, &table.name));
                let mut rows = self.session.rows(&sql).await;
                rows.sort();
                all.push(Values {
                    column: format!("{}.{}", table.name, column.name),
                    data_type: column.data_type.clone(),
                    rows,
                });
            }
        }
        all
    }
}

/// A migration to a schema, with everything allowed.
pub(crate) fn migrator(database: &Database, schema: &Schema) -> Migrator {
    let target = Target::from_url(database.url()).expect("the address of a test's database");
    Migrator::new(target)
        .schema(schema.clone())
        .prune()
        .mode(Mode::Aggressive)
}

const CLEAR_POSTGRES: &str = r"
DO $$
DECLARE one text;
BEGIN
  FOR one IN SELECT extname FROM pg_extension WHERE extname <> 'plpgsql' LOOP
    EXECUTE format('DROP EXTENSION %I CASCADE', one);
  END LOOP;
  FOR one IN SELECT nspname FROM pg_namespace WHERE nspname NOT LIKE 'pg\_%' AND nspname <> 'information_schema' LOOP
    EXECUTE format('DROP SCHEMA %I CASCADE', one);
  END LOOP;
END $$;
CREATE SCHEMA public";

/// The values of one column, sorted.
#[derive(Debug)]
struct Values {
    column: String,
    data_type: String,
    rows: Vec<String>,
}

fn same(before: &[Values], after: &[Values], when: &str) -> Result<(), String> {
    for old in before {
        let new = after.iter().find(|new| new.column == old.column);
        let new = new.ok_or_else(|| format!("{when}, {} is gone", old.column))?;
        let are_same = old.rows.len() == new.rows.len()
            && old
                .rows
                .iter()
                .zip(&new.rows)
                .all(|(one, other)| is_same(one, other, &old.data_type, &new.data_type));
        if !are_same {
            return Err(format!("{when}, the values changed: {old:?} -> {new:?}"));
        }
    }
    Ok(())
}

fn quoted(engine: Engine, name: &trueup::model::TableName) -> String {
    let parts = name.schema.iter().chain([&name.name]);
    let parts: Vec<String> = parts.map(|part| engine.quote(part)).collect();
    parts.join(".")
}

/// Everything of a schema, one line for each table and each thing beside the tables, without the order of columns.
fn lines(schema: &Schema) -> Vec<String> {
    let dialect = Dialect::of(schema.flavor);
    let mut schema = dialect.ddl().canonical(schema.clone());
    for table in &mut schema.tables {
        // Left by a build that failed; the next run clears it away.
        table.indexes.retain(|index| !index.invalid);
        table
            .columns
            .sort_by(|one, other| one.name.cmp(&other.name));
    }
    let value = serde_json::to_value(&schema).expect("JSON");
    let mut lines = Vec::new();
    for (kind, value) in value.as_object().expect("an object") {
        match value.as_array() {
            Some(items) => lines.extend(items.iter().map(|item| format!("{kind} {item}"))),
            None => lines.push(format!("{kind} {value}")),
        }
    }
    lines.sort();
    lines
}

fn differ(what: &str, wanted: &[String], found: &[String]) -> Result<(), String> {
    let lacks = wanted.iter().filter(|line| !found.contains(line));
    let has = found.iter().filter(|line| !wanted.contains(line));
    let lines: Vec<String> = lacks
        .map(|line| format!("lacks {line}"))
        .chain(has.map(|line| format!("has {line}")))
        .collect();
    match lines.is_empty() {
        true => Ok(()),
        false => Err(format!("{what}:\n{}", lines.join("\n"))),
    }
}

fn told(what: &str, error: &Error) -> String {
    format!("{what}: {}", error.report())
}
