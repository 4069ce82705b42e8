//! Where the program runs, and what it did.

use std::process::{Command, Output, Stdio};

use serde_json::Value;
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{AssertSqlSafe, ConnectOptions, Connection, Row};
use tempfile::TempDir;

const OLD: &str = "CREATE TABLE org (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL UNIQUE, CHECK (length(name) > 0));
    CREATE INDEX org_name ON org (name DESC);
    INSERT INTO org (name) VALUES ('first');
    CREATE TABLE fax (number TEXT);
    INSERT INTO fax VALUES ('1');";

const NEW: &str = "CREATE TABLE org (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL UNIQUE, note TEXT, CHECK (length(name) > 0));
    CREATE INDEX org_name ON org (name DESC);
    CREATE TABLE account (id INTEGER PRIMARY KEY, org_id INTEGER NOT NULL REFERENCES org (id) ON DELETE CASCADE);";

/// A folder with the database `a.db` of the old schema and `b.db` of the new one.
pub(super) struct Scene {
    folder: TempDir,
}

impl Scene {
    pub(super) fn new() -> Self {
        let scene = Self {
            folder: TempDir::new().expect("a temporary folder"),
        };
        scene.sql("a.db", OLD);
        scene.sql("b.db", NEW);
        scene
    }

    pub(super) fn path(&self, file: &str) -> String {
        self.folder
            .path()
            .join(file)
            .to_str()
            .expect("a path in UTF-8")
            .to_owned()
    }

    pub(super) fn url(&self, file: &str) -> String {
        format!("sqlite://{}", self.path(file))
    }

    /// Runs statements, and returns the first cell of the last row that they yield.
    pub(super) fn sql(&self, file: &str, text: &str) -> Option<String> {
        let options = SqliteConnectOptions::new()
            .filename(self.folder.path().join(file))
            .create_if_missing(true);
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .expect("a runtime");
        runtime.block_on(async {
            let mut connection = options.connect().await.expect("a connection");
            let rows = sqlx::raw_sql(AssertSqlSafe(text.to_owned()))
                .fetch_all(&mut connection)
                .await
                .expect("statements that work");
            let cell = rows.last().map(|row| row.get_unchecked::<String, _>(0));
            connection.close().await.expect("an end");
            cell
        })
    }

    /// Runs the program on `a.db`, with `b.db` as what is wanted, as `{a}` and `{b}` of the arguments.
    pub(super) fn run(&self, arguments: &str) -> Ran {
        let arguments = arguments
            .replace("{a}", &self.url("a.db"))
            .replace("{b}", &self.url("b.db"))
            .replace(
                "{folder}",
                self.folder.path().to_str().expect("a path in UTF-8"),
            );
        run(&arguments, &[])
    }
}

/// What the program did.
#[derive(Debug)]
pub(super) struct Ran {
    pub(super) code: i32,
    pub(super) stdout: String,
    pub(super) stderr: String,
}

impl Ran {
    pub(super) fn json(&self) -> Value {
        serde_json::from_str(&self.stdout).unwrap_or_else(|error| panic!("{error} in {self:?}"))
    }

    #[track_caller]
    pub(super) fn ends(self, code: i32) -> Self {
        assert_eq!(self.code, code, "{self:?}");
        self
    }
}

pub(super) fn run(arguments: &str, variables: &[(&str, &str)]) -> Ran {
    let Output {
        status,
        stdout,
        stderr,
    } = program()
        .args(arguments.split_whitespace())
        .envs(variables.iter().copied())
        .output()
        .expect("the program starts");
    Ran {
        code: status.code().expect("no signal ends it"),
        stdout: String::from_utf8(stdout).expect("UTF-8"),
        stderr: String::from_utf8(stderr).expect("UTF-8"),
    }
}

/// The program, without the settings of whoever runs the tests.
pub(super) fn program() -> Command {
    let mut program = Command::new(env!("CARGO_BIN_EXE_trueup"));
    for (name, _) in std::env::vars() {
        if name.starts_with("TRUEUP_") || name == "DATABASE_URL" || name == "RUST_LOG" {
            program.env_remove(name);
        }
    }
    program.stdin(Stdio::null());
    program
}

pub(super) fn kinds(document: &Value, list: &str) -> Vec<String> {
    let items = document[list].as_array().expect("a list");
    let named = items.iter().map(|item| {
        let text = |field: &str| item[field].as_str().expect("a text");
        format!("{} {}", text("kind"), text("object"))
    });
    named.collect()
}

pub(super) fn statuses(document: &Value) -> Vec<String> {
    let steps = document["steps"].as_array().expect("a list").iter();
    let status = |step: &Value| {
        let text = |value: &Value| value.as_str().expect("a text").to_owned();
        format!(
            "{} {}",
            text(&step["change"]["kind"]),
            text(&step["status"])
        )
    };
    steps.map(status).collect()
}
