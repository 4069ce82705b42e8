//! The examples do what they say, started as a user starts them.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::PathBuf;
use std::process::{Child, Command, Output, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use trueup_tests::engines::Engine;

/// Longer than any answer takes.
const PATIENCE: Duration = Duration::from_secs(20);

#[test]
fn quickstart_upgrades_a_database_and_keeps_its_rows() {
    let output = run("quickstart");
    let at = |text: &str| {
        output
            .find(text)
            .unwrap_or_else(|| panic!("no `{text}` in:\n{output}"))
    };
    let story = [
        at("applied    create table `customers`"),
        at("nothing to do"),
        at("to run     rename column `customers.nick` to `display_name`"),
        at("allowed: the code calls for it"),
        at("held back  drop column `customers.fax`"),
        at("#[table(dropped(\"fax\"))]"),
        at("TRUEUP_APPROVED_PLANS="),
        at("applied    rename column `customers.nick` to `display_name`"),
        at("applied    create table `orders`"),
        at("3 customers before, 3 after"),
        at("1  ada@example.org    Ada"),
    ];
    assert!(story.is_sorted(), "not in this order: {output}");
}

#[test]
fn a_held_step_of_quickstart_is_held_for_a_reason_and_with_a_way_out() {
    let output = run("quickstart");
    let lines: Vec<&str> = output.lines().map(str::trim).collect();
    let held = lines
        .iter()
        .filter(|line| line.contains("held back  "))
        .count();
    let ways_out = lines
        .iter()
        .filter(|line| line.starts_with("way out: "))
        .count();
    // The plan, and what became of it.
    assert_eq!((held, ways_out), (4, 2), "{output}");
}

#[test]
fn multi_crate_finds_the_tables_of_each_crate() {
    let output = run("multi_crate");
    for line in [
        "invoices  from multi_crate_billing::invoice::Invoice",
        "members   from multi_crate_models::Member",
        "orgs      from multi_crate_models::Org",
        "sessions  from multi_crate::Session",
        "applied    create table `invoices`",
        "nothing to do",
    ] {
        assert!(output.contains(line), "no `{line}` in:\n{output}");
    }
}

#[test]
fn a_call_without_settings_takes_those_of_the_environment() {
    let program = binary("multi_crate");
    let with = |mode: &str| {
        let mut command = clean(Command::new(&program));
        let output = command.env("TRUEUP_MODE", mode).output();
        let output = output.expect("the program starts");
        String::from_utf8([output.stdout, output.stderr].concat()).expect("text")
    };
    let looked = with("dry_run");
    assert!(
        looked.contains("to run     create table `orgs`"),
        "{looked}"
    );
    assert!(!looked.contains("applied"), "{looked}");
    let refused = with("sometimes");
    assert!(
        refused.contains("TRUEUP_MODE") && refused.contains("help:"),
        "{refused}"
    );
}

#[tokio::test]
async fn web_migrates_serves_and_stops_when_it_is_told_to() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let database = engine.database().await;
        serve(database.url());
    }
}

fn serve(url: &str) {
    let mut first = Web::start(url, &[]);
    assert_eq!(first.get("/health").1["migration"], "completed");
    assert_eq!(first.get("/health").1["held_back"], json!([]));
    assert_eq!(first.get("/notes"), (200, json!([])));
    let milk = json!({ "id": 1, "text": "buy milk" });
    assert_eq!(
        first.post("/notes", &json!({ "text": "buy milk" })),
        (201, milk.clone())
    );
    assert_eq!(first.post("/notes", &json!({ "text": "" })).0, 422);
    assert_eq!(first.get("/notes"), (200, json!([milk])));
    assert_eq!(first.stop(), Some(0));

    let mut second = Web::start(url, &[("TRUEUP_MODE", "verify")]);
    assert_eq!(second.get("/health").1["migration"], "up_to_date");
    assert_eq!(second.get("/notes"), (200, json!([milk])));
    assert_eq!(second.stop(), Some(0));
}

#[test]
fn web_does_not_start_with_a_setting_that_it_does_not_know() {
    let output = clean(Command::new(binary("web")))
        .env("DATABASE_URL", "sqlite::memory:")
        .env("TRUEUP_MODE", "yolo")
        .output()
        .expect("the program starts");
    let text = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(1), "{text}");
    assert!(text.contains("yolo") && text.contains("help: "), "{text}");
}

/// What `cargo run -p` of an example prints.
fn run(package: &str) -> String {
    let output = clean(Command::new(binary(package)))
        .output()
        .expect("the program starts");
    checked(package, &output)
}

/// Builds an example, and says where the program is.
fn binary(package: &str) -> PathBuf {
    let output = clean(Command::new(env!("CARGO")))
        .args(["build", "--quiet", "--package", package])
        .args(["--message-format", "json-render-diagnostics"])
        .output()
        .expect("cargo starts");
    let executables = checked(package, &output)
        .lines()
        .filter_map(|line| serde_json::from_str::<Value>(line).ok())
        .filter_map(|message| Some(PathBuf::from(message["executable"].as_str()?)))
        .collect::<Vec<_>>();
    executables
        .into_iter()
        .find(|path| path.file_stem().is_some_and(|name| name == package))
        .unwrap_or_else(|| panic!("no program in {package}"))
}

/// Without the settings of whoever runs the tests, and in the workspace.
fn clean(mut command: Command) -> Command {
    for (name, _) in std::env::vars() {
        if name.starts_with("TRUEUP_") || name == "DATABASE_URL" || name == "LISTEN" {
            command.env_remove(name);
        }
    }
    command
        .current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
        .stdin(Stdio::null());
    command
}

fn checked(name: &str, output: &Output) -> String {
    assert!(
        output.status.success(),
        "{name}: {}\n{}",
        output.status,
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8(output.stdout.clone()).expect("a text")
}

/// The running service; killed when a test fails.
struct Web {
    child: Child,
    address: String,
    lines: Receiver<String>,
}

impl Web {
    fn start(url: &str, settings: &[(&str, &str)]) -> Self {
        let mut child = clean(Command::new(binary("web")))
            .env("DATABASE_URL", url)
            // Port 0: the system chooses one that is free.
            .env("LISTEN", "127.0.0.1:0")
            .envs(settings.iter().copied())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the program starts");
        let output = child.stdout.take().expect("a pipe");
        let (sender, lines) = channel();
        thread::spawn(move || {
            for line in BufReader::new(output).lines().map_while(Result::ok) {
                if sender.send(line).is_err() {
                    return;
                }
            }
        });
        let mut web = Self {
            child,
            address: String::new(),
            lines,
        };
        let line = web.line("listening on http://");
        web.address = line.rsplit('/').next().expect("an address").to_owned();
        web
    }

    /// Waits for a line that holds the text.
    fn line(&self, text: &str) -> String {
        let deadline = Instant::now() + PATIENCE;
        loop {
            let left = deadline.saturating_duration_since(Instant::now());
            let line = self
                .lines
                .recv_timeout(left)
                .unwrap_or_else(|_| panic!("it never said `{text}`"));
            if line.contains(text) {
                return line;
            }
        }
    }

    fn get(&self, path: &str) -> (u16, Value) {
        self.request("GET", path, "")
    }

    fn post(&self, path: &str, body: &Value) -> (u16, Value) {
        self.request("POST", path, &body.to_string())
    }

    /// One request on a connection of its own.
    fn request(&self, method: &str, path: &str, body: &str) -> (u16, Value) {
        let mut stream = TcpStream::connect(&self.address).expect("it listens");
        stream
            .set_read_timeout(Some(PATIENCE))
            .expect("a timeout that is not zero");
        write!(
            stream,
            "{method} {path} HTTP/1.1\r\nhost: {}\r\nconnection: close\r\n\
             content-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
            self.address,
            body.len()
        )
        .expect("it reads the request");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).expect("it answers");
        let (head, body) = answer.split_once("\r\n\r\n").expect("a head and a body");
        let status = head.split(' ').nth(1).expect("a status");
        (
            status.parse().expect("a number"),
            serde_json::from_str(body).unwrap_or(Value::Null),
        )
    }

    /// Asks it to stop as a container does, and waits for its exit code.
    fn stop(&mut self) -> Option<i32> {
        let pid = self.child.id().to_string();
        let sent = Command::new("kill").args(["-TERM", &pid]).status();
        assert!(sent.expect("there is a `kill`").success());
        self.line("stopped");
        let deadline = Instant::now() + PATIENCE;
        loop {
            if let Some(status) = self.child.try_wait().expect("a child of ours") {
                return status.code();
            }
            assert!(Instant::now() < deadline, "it does not stop");
            thread::sleep(Duration::from_millis(10));
        }
    }
}

impl Drop for Web {
    fn drop(&mut self) {
        // Stopped already, unless the test failed.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
