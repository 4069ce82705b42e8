//! One case on one engine.
//!
//! In: a case of the table. Out: nothing, or the promise that was broken. The plan has exactly the steps of the case;
//! rows stay; a second plan is empty; what was migrated is what the server makes of the new schema itself; what
//! takes the steps back leads to the old one; and a run that ends after any step goes on to the same end.

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
    migrated: Database,
    built: Database,
    /// The server that they are on.
    pub(crate) flavor: Flavor,
}

impl Home {
    pub(crate) async fn of(engine: Engine) -> Self {
        let migrated = engine.database().await;
        Self {
            flavor: migrated.flavor().await,
            migrated,
            built: engine.database().await,
        }
    }

    /// Holds the engine to every promise.
    pub(crate) async fn check(&mut self, case: &Case) -> Result<(), String> {
        let desired = self.build(case).await?;
        let live = self.start(case).await?;
        let database = &self.migrated;
        let proposal = migrator(database, &desired).plan().await;
        let proposal = proposal.map_err(|error| told("no plan", &error))?;
        let plan = proposal.report();
        let expected = case.of("steps", self.flavor).unwrap_or_default();
        let steps = graded(&plan.steps).join("\n");
        if steps != expected {
            // What else is wrong is told as well.
            let rest = self.after_the_plan(case, proposal, &live, &desired).await;
            return Err(format!(
                "these are the steps:\n{steps}\nand not:\n{expected}\n{plan}\n{}",
                rest.err().unwrap_or_default()
            ));
        }
        self.after_the_plan(case, proposal, &live, &desired).await
    }

    async fn after_the_plan(
        &mut self,
        case: &Case,
        mut proposal: Proposal,
        live: &Schema,
        desired: &Schema,
    ) -> Result<(), String> {
        let database = &self.migrated;
        let plan = proposal.report();
        if let Some(reason) = case.of("held", self.flavor) {
            return self.is_held(reason, proposal, live).await;
        }
        if let Some(correction) = case.of("fails", self.flavor) {
            let before = values(database, live, desired).await;
            match proposal.apply().await {
                Err(Error::Execute { .. }) => {}
                Err(error) => return Err(told("another error", &error)),
                Ok(_) => return Err(format!("it does not fail\n{plan}")),
            }
            same(&before, &values(database, live, desired).await, "failed")?;
            self.run(correction).await?;
            let again = migrator(database, desired).plan().await;
            proposal = again.map_err(|error| told("no second plan", &error))?;
        }
        let before = values(database, live, desired).await;
        // After a failure it starts from what was done until then.
        let start = read(database).await;
        let report = proposal.apply().await;
        let report = report.map_err(|error| format!("{}\n{plan}", told("not applied", &error)))?;
        let text = format!("\n{report}");
        self.at_the_end(case, desired, &before)
            .await
            .map_err(|error| error + &text)?;
        self.goes_back(case, &report, &start)
            .await
            .map_err(|error| error + &text)?;
        if report.steps.len() > 1 {
            self.start(case).await?;
            self.goes_on(case, desired, &before)
                .await
                .map_err(|error| error + &text)?;
        }
        Ok(())
    }

    /// A step is held back for that reason, and nothing changes.
    async fn is_held(&self, reason: &str, proposal: Proposal, live: &Schema) -> Result<(), String> {
        let plan = proposal.report();
        let mut held = plan.held_back().filter_map(|step| step.held.as_deref());
        if !held.any(|held| held.contains(reason)) {
            return Err(format!("it is not held back: {reason}\n{plan}"));
        }
        let before = values(&self.migrated, live, live).await;
        let report = proposal.apply().await;
        report.map_err(|error| told("not held back", &error))?;
        let after = values(&self.migrated, live, live).await;
        same(&before, &after, "held back")?;
        let (found, wanted) = (lines(&read(&self.migrated).await), lines(live));
        differ("held back and old", &wanted, &found)
    }

    /// The new schema as the server makes it.
    async fn build(&mut self, case: &Case) -> Result<Schema, String> {
        clear(&mut self.built).await;
        let new = case.of("new", self.flavor).expect("a new schema");
        let mut session = Session::open(&self.built).await;
        let done = session.run(new).await;
        let schema = session.schema_within(Scope::All).await;
        session.close().await;
        done.map(|()| schema)
    }

    /// The old schema and its rows.
    async fn start(&mut self, case: &Case) -> Result<Schema, String> {
        clear(&mut self.migrated).await;
        let mut session = Session::open(&self.migrated).await;
        for field in ["old", "rows"] {
            let sql = case.of(field, self.flavor);
            session.run(sql.ok_or("no old schema, or no rows")?).await?;
        }
        let schema = session.schema_within(Scope::All).await;
        let engine = self.migrated.engine();
        let mut count = 0;
        for table in &schema.tables {
            let sql = format!("SELECT 1 FROM {} LIMIT 1", quoted(engine, &table.name));
            count += session.rows(&sql).await.len();
        }
        session.close().await;
        match count {
            0 => Err("no table has a row".to_owned()),
            _ => Ok(schema),
        }
    }

    async fn at_the_end(
        &self,
        case: &Case,
        desired: &Schema,
        before: &[Values],
    ) -> Result<(), String> {
        let database = &self.migrated;
        if case.of("values", self.flavor).is_none() {
            same(before, &values(database, desired, desired).await, "applied")?;
        }
        let mut session = Session::open(database).await;
        for kept in case.all("keeps", self.flavor) {
            let (sql, rows) = kept.split_once("=>").ok_or("no rows are named")?;
            let rows: Vec<&str> = rows.split(" / ").map(str::trim).collect();
            let found = session.rows(sql).await;
            if found != rows {
                session.close().await;
                return Err(format!("{sql}: {found:?}"));
            }
        }
        session.close().await;
        let again = migrator(database, desired).plan().await;
        let again = again
            .map_err(|error| told("no second plan", &error))?
            .report();
        if !again.steps.is_empty() || !again.warnings.is_empty() {
            return Err(format!("a second plan is not empty:\n{again}\nafter"));
        }
        let (found, wanted) = (lines(&read(database).await), lines(desired));
        let read_back = differ("read back and desired", &wanted, &found);
        // PostgreSQL may read its own spelling of an expression in another way. Its dumps cost much: each is compared
        // where something differs, and for all others see `together`.
        let is_alone = case.of("alone", self.flavor).is_some();
        if database.engine() != Engine::Postgres {
            read_back?;
        } else if read_back.is_ok() && !is_alone {
            return Ok(());
        }
        dump::same(&self.built, database).await
    }

    async fn goes_back(&self, case: &Case, report: &Report, start: &Schema) -> Result<(), String> {
        if case.of("back", self.flavor).is_some() {
            return Ok(());
        }
        let applied: Vec<_> = report.applied().collect();
        for step in applied.into_iter().rev() {
            for sql in &step.inverse {
                let done = self.run(sql).await;
                done.map_err(|error| format!("going back over `{}`: {error}", step.summary))?;
            }
        }
        let (found, wanted) = (lines(&read(&self.migrated).await), lines(start));
        differ("taken back and old", &wanted, &found)
    }

    async fn goes_on(
        &self,
        case: &Case,
        desired: &Schema,
        before: &[Values],
    ) -> Result<(), String> {
        if let Some(correction) = case.of("fails", self.flavor) {
            self.run(correction).await?;
        }
        for _ in 0..MANY {
            let report = migrator(&self.migrated, desired).limit(1).migrate().await;
            let report = report.map_err(|error| told("one by one", &error))?;
            if matches!(report.status, Status::UpToDate | Status::Completed) {
                let end = self.at_the_end(case, desired, before).await;
                return end.map_err(|error| format!("one by one: {error}"));
            }
        }
        Err("one step in each run leads nowhere".to_owned())
    }

    async fn run(&self, sql: &str) -> Result<(), String> {
        let mut session = Session::open(&self.migrated).await;
        let done = session.run(sql).await;
        session.close().await;
        done
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

async fn clear(database: &mut Database) {
    let name = database.engine().quote(database.name());
    match database.engine() {
        Engine::Postgres => database.execute(CLEAR_POSTGRES).await,
        Engine::MariaDb => {
            let sql = format!("DROP DATABASE {name}; CREATE DATABASE {name}");
            database.execute(&sql).await;
        }
        Engine::Sqlite => *database = Engine::Sqlite.database().await,
    }
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

async fn read(database: &Database) -> Schema {
    let mut session = Session::open(database).await;
    let schema = session.schema_within(Scope::All).await;
    session.close().await;
    schema
}

/// The values of one column, sorted.
#[derive(Debug)]
struct Values {
    column: String,
    data_type: String,
    rows: Vec<String>,
}

/// The values of the columns that both schemas have.
async fn values(database: &Database, from: &Schema, to: &Schema) -> Vec<Values> {
    let engine = database.engine();
    let mut session = Session::open(database).await;
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
            let mut rows = session.rows(&sql).await;
            rows.sort();
            all.push(Values {
                column: format!("{}.{}", table.name, column.name),
                data_type: column.data_type.clone(),
                rows,
            });
        }
    }
    session.close().await;
    all
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
    let mut schema = schema.clone();
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
