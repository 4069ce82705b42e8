//! The arguments, as clap reads them.
//!
//! Schemas and URLs stay plain texts here: clap repeats a value that it refuses, and a URL may hold a
//! password.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::config::{Config, Mode};
use crate::error::Error;

/// Brings databases to the schema that is wanted, without losing a row.
#[derive(Debug, Parser)]
#[command(
    version,
    after_help = "A schema is a database URL, a snapshot (`.json`, from `inspect --json`), or the word `structs`.\n\
                  Exit codes: 0 done or nothing to do; 1 error; 2 differences, or steps held back."
)]
pub(super) struct Arguments {
    #[command(flatten)]
    pub(super) settings: Settings,
    #[command(subcommand)]
    pub(super) command: Command,
}

/// Settings besides those of the environment (`TRUEUP_...`).
#[derive(Debug, Args)]
pub(super) struct Settings {
    /// Whose state it is, where applications share a database
    #[arg(long, global = true, value_name = "NAME")]
    application: Option<String>,
    /// A TOML file with settings, which variables of the environment override
    #[arg(long, global = true, value_name = "FILE")]
    config: Option<PathBuf>,
}

impl Settings {
    pub(super) fn config(&self) -> Result<Config, Error> {
        let config = Config::from_file_and_env(self.config.as_deref())?;
        match &self.application {
            Some(name) => config.application(name).checked(),
            None => Ok(config),
        }
    }
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Show the schema of a database
    Inspect(Inspect),
    /// Show how two schemas differ
    Diff(Diff),
    /// Show the steps that bring a database to a schema, and which of them would run
    Plan(Plan),
    /// Bring a database to a schema
    Apply(Apply),
    /// Take a database as it is: what is in it is ours from now on, and nothing of it is changed
    Adopt(Adopt),
    /// Show what was applied last, and whether anything is to do
    Status(Look),
    /// Fail if the code cannot run on the schema as it is
    Verify(Look),
    /// List the migrations
    History(History),
    /// Show one migration with its steps
    Show(Show),
    /// Let everything run that is in the plan with this hash
    Approve(Approve),
    /// Write `trueup.json` beside the manifest of each crate of the workspace whose structs are linked
    Snapshot(TakeSnapshot),
}

/// The database that a command works on.
#[derive(Debug, Args)]
pub(super) struct Database {
    /// The database; without it `TRUEUP_URL` or `DATABASE_URL` of the environment
    #[arg(long, value_name = "URL")]
    pub(super) url: Option<String>,
}

/// Where a database is to be brought.
#[derive(Debug, Args)]
pub(super) struct Goal {
    #[command(flatten)]
    pub(super) database: Database,
    /// The schema that is wanted
    #[arg(long, value_name = "SCHEMA", default_value = "structs")]
    pub(super) to: String,
    /// Take everything in the database as ours: what is not wanted is dropped
    #[arg(long)]
    pub(super) prune: bool,
}

/// What is printed.
#[derive(Debug, Clone, Copy, Args)]
#[group(multiple = false)]
pub(super) struct Format {
    /// Print JSON
    #[arg(long)]
    pub(super) json: bool,
    /// Print SQL
    #[arg(long)]
    pub(super) sql: bool,
}

#[derive(Debug, Args)]
pub(super) struct Inspect {
    /// The database; without it `TRUEUP_URL` or `DATABASE_URL` of the environment
    #[arg(value_name = "URL")]
    pub(super) url: Option<String>,
    #[command(flatten)]
    pub(super) format: Format,
    #[command(flatten)]
    pub(super) picture: Picture,
    /// Print structs of Rust that declare this schema
    #[arg(long, conflicts_with_all = ["json", "sql", "mermaid", "svg"])]
    pub(super) rust: bool,
    /// Write the structs into this folder, one file for each namespace
    #[arg(long, value_name = "DIR", requires = "rust")]
    pub(super) out: Option<PathBuf>,
}

/// How a schema is drawn.
#[derive(Debug, Clone, Copy, Args)]
#[group(multiple = false, conflicts_with = "Format")]
pub(super) struct Picture {
    /// Print a diagram for Mermaid
    #[arg(long)]
    pub(super) mermaid: bool,
    /// Print a diagram as an SVG document
    #[arg(long)]
    pub(super) svg: bool,
}

#[derive(Debug, Args)]
pub(super) struct Diff {
    /// The schema as it is
    #[arg(long, value_name = "SCHEMA")]
    pub(super) from: String,
    /// The schema that is wanted
    #[arg(long, value_name = "SCHEMA", default_value = "structs")]
    pub(super) to: String,
    /// Count what only the first schema has, instead of reporting it
    #[arg(long)]
    pub(super) prune: bool,
    #[command(flatten)]
    pub(super) format: Format,
}

#[derive(Debug, Args)]
pub(super) struct Plan {
    #[command(flatten)]
    pub(super) goal: Goal,
    #[command(flatten)]
    pub(super) consent: Consent,
    #[command(flatten)]
    pub(super) format: Format,
}

#[derive(Debug, Args)]
pub(super) struct Apply {
    #[command(flatten)]
    pub(super) goal: Goal,
    #[command(flatten)]
    pub(super) consent: Consent,
    /// Print JSON
    #[arg(long)]
    pub(super) json: bool,
}

#[derive(Debug, Args)]
pub(super) struct Adopt {
    #[command(flatten)]
    pub(super) database: Database,
    /// Adopt although the code needs steps: they are listed, and left for a later start
    #[arg(long)]
    pub(super) leave: bool,
    /// Print JSON
    #[arg(long)]
    pub(super) json: bool,
}

/// What may run.
#[derive(Debug, Args)]
pub(super) struct Consent {
    /// What runs without further consent: SAFE steps, also MEDIUM ones, or all
    #[arg(long, value_enum)]
    mode: Option<Grades>,
    /// Let everything run that is in the plan with this hash
    #[arg(long, value_name = "HASH")]
    approve: Vec<String>,
    /// Run at most so many steps
    #[arg(long, value_name = "N")]
    pub(super) steps: Option<usize>,
}

impl Consent {
    pub(super) fn apply_to(&self, config: Config) -> Config {
        let config = match self.mode {
            Some(Grades::Safe) => config.mode(Mode::Safe),
            Some(Grades::Auto) => config.mode(Mode::Auto),
            Some(Grades::Aggressive) => config.mode(Mode::Aggressive),
            None => config,
        };
        self.approve.iter().fold(config, Config::approve)
    }
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Grades {
    Safe,
    Auto,
    Aggressive,
}

#[derive(Debug, Args)]
pub(super) struct Look {
    #[command(flatten)]
    pub(super) goal: Goal,
    /// Print JSON
    #[arg(long)]
    pub(super) json: bool,
}

#[derive(Debug, Args)]
pub(super) struct History {
    #[command(flatten)]
    pub(super) database: Database,
    /// Print JSON
    #[arg(long)]
    pub(super) json: bool,
}

#[derive(Debug, Args)]
pub(super) struct Show {
    /// The migration, as `history` lists it
    #[arg(value_name = "VERSION")]
    pub(super) version: String,
    #[command(flatten)]
    pub(super) database: Database,
    /// Print JSON
    #[arg(long)]
    pub(super) json: bool,
}

#[derive(Debug, Args)]
pub(super) struct Approve {
    /// The hash, as `plan` prints it
    #[arg(value_name = "HASH")]
    pub(super) hash: String,
    #[command(flatten)]
    pub(super) database: Database,
    /// Print JSON
    #[arg(long)]
    pub(super) json: bool,
}

#[derive(Debug, Args)]
pub(super) struct TakeSnapshot {
    /// Write nothing, and end with 2 where a file is not what the structs say
    #[arg(long)]
    pub(super) check: bool,
}
