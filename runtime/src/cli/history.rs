//! `status`, `history`, `show` and `approve`: what is remembered of an application.

use std::fmt::Write as _;

use serde::Serialize;

use super::arguments::{Approve, History, Look, Show};
use super::database::target;
use super::side::{Side, linked};
use super::{Exit, Output};
use crate::config::Config;
use crate::error::Error;
use crate::live::history::{self, Reader, Record, RecordedStep};
use crate::report::{FORMAT, StepStatus};

/// How an application stands, as JSON.
#[derive(Debug, Serialize)]
struct Standing {
    format: u32,
    application: String,
    /// Vendor and version.
    database: String,
    /// The fingerprint of the schema that was applied last.
    desired: Option<String>,
    /// The tables that are ours.
    tables: Vec<String>,
    /// The last migration.
    last: Option<Record>,
    /// The steps that would run now and those that would be held back, where a schema is wanted.
    plan: Option<Counts>,
}

#[derive(Debug, Serialize)]
struct Counts {
    hash: String,
    pending: usize,
    held: usize,
}

/// The migrations, as JSON.
#[derive(Debug, Serialize)]
struct Records {
    format: u32,
    migrations: Vec<Record>,
}

/// One migration, as JSON.
#[derive(Debug, Serialize)]
struct Shown {
    format: u32,
    #[serde(flatten)]
    record: Record,
    steps: Vec<RecordedStep>,
}

/// An approval, as JSON.
#[derive(Debug, Serialize)]
struct Approved<'a> {
    format: u32,
    application: &'a str,
    approved: &'a str,
}

pub(super) async fn status(options: Look, config: Config) -> Result<Output, Error> {
    let target = target(options.goal.database.url.as_deref())?;
    let mut reader = Reader::open(&target, &config).await?;
    let state = reader.state().await?;
    let last = reader.records().await?.pop();
    let database = reader.flavor().to_string();
    reader.close().await;

    let application = config.application.clone();
    let memory = state.memory.iter();
    let tables = memory.flat_map(|memory| &memory.base.tables);
    let standing = Standing {
        format: FORMAT,
        application,
        database,
        desired: state.desired.clone(),
        tables: tables.map(|table| table.name.to_string()).collect(),
        last,
        plan: options.counts(config).await?,
    };
    let steps = standing.plan.iter().map(|plan| plan.pending + plan.held);
    let exit = Exit::differences_if(steps.sum::<usize>() > 0);
    if options.json {
        return Output::json(&standing, exit);
    }
    Ok(Output::done(standing.text()).ending(exit))
}

impl Look {
    /// Without a schema that is wanted there is nothing to count.
    async fn counts(&self, config: Config) -> Result<Option<Counts>, Error> {
        if matches!(Side::parse(&self.goal.to)?, Side::Structs) && linked()?.tables().is_empty() {
            return Ok(None);
        }
        let report = self.goal.propose(config, None).await?.report();
        let count = |status| {
            let steps = report.steps.iter();
            steps.filter(|step| step.status == status).count()
        };
        Ok(Some(Counts {
            pending: count(StepStatus::Pending),
            held: count(StepStatus::Held),
            hash: report.hash,
        }))
    }
}

pub(super) async fn history(options: &History, config: &Config) -> Result<Output, Error> {
    let target = target(options.database.url.as_deref())?;
    let mut reader = Reader::open(&target, config).await?;
    let migrations = reader.records().await?;
    reader.close().await;
    if options.json {
        let document = Records {
            format: FORMAT,
            migrations,
        };
        return Output::json(&document, Exit::Done);
    }
    if migrations.is_empty() {
        return Ok(Output::done("no migration is recorded\n".to_owned()));
    }
    let lines = migrations.iter().map(Record::line);
    Ok(Output::done(lines.collect()))
}

pub(super) async fn show(options: &Show, config: &Config) -> Result<Output, Error> {
    let target = target(options.database.url.as_deref())?;
    let mut reader = Reader::open(&target, config).await?;
    let records = reader.records().await?;
    let steps = reader.steps(&options.version).await?;
    reader.close().await;
    let record = records
        .into_iter()
        .find(|record| record.version == options.version);
    let Some(record) = record else {
        return Err(Error::Config {
            reason: format!(
                "application `{}` has no migration `{}`: `history` lists them",
                config.application, options.version
            ),
        });
    };
    let shown = Shown {
        format: FORMAT,
        record,
        steps,
    };
    if options.json {
        return Output::json(&shown, Exit::Done);
    }
    Ok(Output::done(shown.text()))
}

pub(super) async fn approve(options: &Approve, config: &Config) -> Result<Output, Error> {
    let hash = options.hash.trim();
    let is_hash = hash.len() == 64 && hash.bytes().all(|byte| byte.is_ascii_hexdigit());
    if !is_hash {
        return Err(Error::Config {
            reason: "the hash of a plan has 64 hexadecimal digits, as `plan` prints it".to_owned(),
        });
    }
    let hash = hash.to_ascii_lowercase();
    let target = target(options.database.url.as_deref())?;
    history::approve(&target, config, &hash).await?;
    if options.json {
        let document = Approved {
            format: FORMAT,
            application: &config.application,
            approved: &hash,
        };
        return Output::json(&document, Exit::Done);
    }
    let text = format!(
        "approved for application `{}`: {hash}\n",
        config.application
    );
    Ok(Output::done(text))
}

impl Standing {
    fn text(&self) -> String {
        let mut out = format!(
            "application  {}\ndatabase     {}\n",
            self.application, self.database
        );
        let last = match &self.last {
            Some(record) => record.line(),
            None => "none is recorded\n".to_owned(),
        };
        let _ = write!(out, "last run     {last}");
        let _ = writeln!(out, "tables       {} managed", self.tables.len());
        let plan = match &self.plan {
            None => "unknown: name the schema that is wanted with `--to`".to_owned(),
            Some(Counts {
                pending: 0,
                held: 0,
                ..
            }) => "nothing to do".to_owned(),
            Some(plan) => format!("{} would run, {} held back", plan.pending, plan.held),
        };
        let _ = writeln!(out, "steps        {plan}");
        out
    }
}

impl Record {
    fn line(&self) -> String {
        let description = self.description.replace('\n', " ");
        format!("{}  {:11}  {description}\n", self.version, self.status)
    }
}

impl Shown {
    fn text(&self) -> String {
        let record = &self.record;
        let mut out = format!(
            "version      {}\nstatus       {}\n",
            record.version, record.status
        );
        let times = [
            ("started", Some(&record.started_at)),
            ("finished", record.finished_at.as_ref()),
            ("rolled back", record.rolled_back_at.as_ref()),
        ];
        for (name, time) in times {
            if let Some(time) = time {
                let _ = writeln!(out, "{name:11}  {time}");
            }
        }
        let _ = writeln!(out, "plan         {}", record.checksum);
        let _ = writeln!(out, "what         {}", record.description);
        if let Some(error) = &record.error {
            let _ = writeln!(out, "error        {error}");
        }
        for step in &self.steps {
            let kind = step.kind.replace('_', " ");
            let _ = writeln!(
                out,
                "\n{:>3}  {}  {kind} `{}`",
                step.step, step.status, step.object
            );
            indented(&mut out, "", &step.statements);
            indented(&mut out, "back: ", &step.inverse);
            if let Some(error) = &step.error {
                indented(&mut out, "error: ", error);
            }
        }
        out
    }
}

fn indented(out: &mut String, word: &str, text: &str) {
    for line in text.lines() {
        let _ = writeln!(out, "     {word}{line}");
    }
}
