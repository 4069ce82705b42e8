//! A database as its own tools print it: `pg_dump`, `SHOW CREATE`, `sqlite_schema`.
//!
//! In: a database. Out: its objects, each as text that is the same whenever the object is. Left out is only what the
//! next lines say, with the reason.

use std::collections::BTreeMap;
use std::process::Command;

use crate::engines::{Database, Engine};
use crate::session::Session;

mod sqlite;

/// Each object's text, under what it is and its name.
type Objects = BTreeMap<String, String>;

/// That two databases are the same.
///
/// # Errors
///
/// With what only one of them has.
///
/// # Panics
///
/// When a tool cannot be run, or fails.
pub async fn same(wanted: &Database, found: &Database) -> Result<(), String> {
    let differences = differences(&objects(wanted).await, &objects(found).await);
    if differences.is_empty() {
        return Ok(());
    }
    if wanted.engine() == Engine::Postgres {
        // An expression that was read from PostgreSQL's own text may be printed in another way: `a = ANY
        // ((ARRAY[...])::text[])` casts each element the next time. Both are read once more.
        let (one, other) = (again(wanted).await, again(found).await);
        let differences = self::differences(&objects(&one).await, &objects(&other).await);
        if differences.is_empty() {
            return Ok(());
        }
    }
    Err(format!("the dumps differ:\n{}", differences.join("\n")))
}

/// A database that is made from the dump of another one.
async fn again(database: &Database) -> Database {
    let copy = Engine::Postgres.database().await;
    let text = pg_dump(database);
    let lines: Vec<&str> = text
        .lines()
        .filter(|line| !line.starts_with('\\'))
        .collect();
    copy.execute(&lines.join("\n")).await;
    copy
}

/// What a database is, in the words of its own tools, without trueup's own tables.
async fn objects(database: &Database) -> Objects {
    let mut objects = match database.engine() {
        Engine::Postgres => postgres(database),
        Engine::MariaDb => mariadb(database).await,
        Engine::Sqlite => sqlite::objects(database).await,
    };
    objects.retain(|name, _| !name.contains("_trueup_"));
    objects
}

fn differences(wanted: &Objects, found: &Objects) -> Vec<String> {
    let mut lines = Vec::new();
    for (name, text) in wanted {
        match found.get(name) {
            Some(other) if other == text => {}
            Some(other) => lines.push(format!("{name} is\n{other}\nand not\n{text}")),
            None => lines.push(format!("{name} is not there")),
        }
    }
    let surplus = found.iter().filter(|(name, _)| !wanted.contains_key(*name));
    lines.extend(surplus.map(|(name, text)| format!("{name} is there:\n{text}")));
    lines
}

/// The lines between the parentheses of a `CREATE TABLE` in any order: a column that is added comes last.
fn in_order(text: &str) -> String {
    let mut lines: Vec<&str> = text
        .lines()
        .map(|line| line.trim_end_matches(','))
        .filter(|line| !line.is_empty())
        .collect();
    if text.contains("CREATE TABLE") || text.contains("CREATE UNLOGGED TABLE") {
        lines.sort_unstable();
    }
    // Storage parameters stand in the order in which they were set.
    let lines = lines.iter().map(|line| match line.strip_prefix("WITH (") {
        Some(settings) => {
            let mut settings: Vec<&str> =
                settings.trim_end_matches([')', ';']).split(", ").collect();
            settings.sort_unstable();
            format!("WITH ({})", settings.join(", "))
        }
        None => (*line).to_owned(),
    });
    lines.collect::<Vec<_>>().join("\n")
}

fn pg_dump(database: &Database) -> String {
    let program = std::env::var("TRUEUP_TEST_PG_DUMP").unwrap_or_else(|_| "pg_dump".to_owned());
    let output = Command::new(&program)
        .args(["--schema-only", "--no-owner", database.url()])
        .output()
        .unwrap_or_else(|error| {
            panic!("{program}: {error}; TRUEUP_TEST_PG_DUMP may name another one")
        });
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(
        output.status.success(),
        "{program}: {said}TRUEUP_TEST_PG_DUMP may name the one of the server"
    );
    String::from_utf8(output.stdout).expect("a dump in UTF-8")
}

fn postgres(database: &Database) -> Objects {
    let text = pg_dump(database);
    let mut objects = Objects::new();
    for part in text.split("\n-- Name: ").skip(1) {
        let (name, body) = part.split_once('\n').unwrap_or((part, ""));
        // What holds for the session that reads the dump stands wherever it changes.
        let is_setting = |line: &str| line.starts_with("--") || line.starts_with("SET default_");
        let body = body.lines().filter(|line| !is_setting(line));
        let body: Vec<&str> = body.filter(|line| !line.starts_with('\\')).collect();
        // An index or a constraint of each of several partitions may come under one name.
        let text = objects.entry(name.to_owned()).or_default();
        text.push_str(&in_order(&body.join("\n")));
    }
    objects
}

async fn mariadb(database: &Database) -> Objects {
    let mut session = Session::open(database).await;
    let mut objects = Objects::new();
    let list = "SELECT table_name, table_type FROM information_schema.tables WHERE table_schema = DATABASE()";
    let triggers = "SELECT trigger_name, 'TRIGGER' FROM information_schema.triggers WHERE trigger_schema = DATABASE()";
    let own = format!("`{}`.", database.name());
    for row in session.rows(&format!("{list} UNION ALL {triggers}")).await {
        let (name, kind) = row.split_once('|').expect("a name and a kind");
        let word = match kind {
            "VIEW" => "VIEW",
            "TRIGGER" => "TRIGGER",
            "SEQUENCE" => "SEQUENCE",
            _ => "TABLE",
        };
        let sql = format!("SHOW CREATE {word} {}", database.engine().quote(name));
        let row = session.row(&sql).await;
        let at = if word == "TRIGGER" { 2 } else { 1 };
        let text = row[at].replace(&own, "");
        // MySQL keeps what stood between a trigger and the next statement of one message.
        let text = text.trim_end().trim_end_matches(';');
        // The next number follows from the rows.
        let text = without_number(text, " AUTO_INCREMENT=");
        objects.insert(format!("{word} {name}"), in_order(&text));
    }
    session.close().await;
    objects
}

/// The text without a word and the number behind it.
fn without_number(text: &str, word: &str) -> String {
    match text.split_once(word) {
        Some((before, after)) => {
            let after = after.trim_start_matches(|c: char| c.is_ascii_digit());
            format!("{before}{after}")
        }
        None => text.to_owned(),
    }
}
