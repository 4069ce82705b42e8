//! MySQL and MariaDB copy no database: its definitions are read back with `SHOW CREATE` and run again, all in one text.
//!
//! A database has no comment on MySQL, so the note is a row of a table in it.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use sqlx::mysql::MySqlConnectOptions;

use super::note::{UNFINISHED, USED, is_stale, running, used};
use super::{Failure, Wanted, fill, open};
use crate::live::{Connection, Target, is_lock_conflict};

/// How long another process may need for the template, in seconds.
const WAIT: u32 = 600;

/// The table of the note. Its name is of trueup's, so no comparison sees it.
const NOTE: &str = "_trueup_testing";

/// The definitions of a template, in the order in which they can be run.
#[derive(Debug, Default)]
struct Definitions {
    /// Sequences, tables with their foreign keys, and the rows that trueup keeps, as one text.
    tables: String,
    /// Views in an order that works, and triggers.
    others: Vec<String>,
}

static DEFINITIONS: Mutex<BTreeMap<String, Arc<Definitions>>> = Mutex::new(BTreeMap::new());

pub(super) async fn make(
    server: &MySqlConnectOptions,
    wanted: &Wanted<'_>,
) -> Result<Target, Failure> {
    let mut admin = session(server).await?;
    if !wanted.is_known {
        let lock = literal(&wanted.template);
        let taken = admin
            .rows(&format!("SELECT CAST(GET_LOCK({lock}, {WAIT}) AS CHAR)"))
            .await?;
        if taken != [[Some("1".to_owned())]] {
            return Err("another process holds the template".into());
        }
        template(server, &mut admin, wanted).await?;
        admin.execute(&format!("DO RELEASE_LOCK({lock})")).await?;
    }
    sweep(&mut admin, &wanted.prefix).await?;
    let definitions = definitions(&mut admin, &wanted.template).await?;
    let name = quote(&wanted.database);
    // A table may refer to one that comes later.
    admin
        .execute(&format!(
            "CREATE DATABASE {name}; USE {name}; SET foreign_key_checks = 0; {}; UPDATE {NOTE} SET note = {}",
            definitions.tables,
            literal(&running(wanted.test))
        ))
        .await?;
    for definition in &definitions.others {
        admin.execute(definition).await?;
    }
    admin.close().await;
    Ok(target(server, &wanted.database))
}

pub(super) async fn drop(server: &MySqlConnectOptions, name: &str) -> Result<(), Failure> {
    let mut admin = session(server).await?;
    remove(&mut admin, name).await?;
    admin.close().await;
    Ok(())
}

pub(super) async fn keep(
    server: &MySqlConnectOptions,
    name: &str,
    text: &str,
) -> Result<(), Failure> {
    let mut admin = session(server).await?;
    let sql = format!("UPDATE {}.{NOTE} SET note = {}", quote(name), literal(text));
    admin.execute(&sql).await?;
    admin.close().await;
    Ok(())
}

pub(super) async fn address(_server: &MySqlConnectOptions, name: &str) -> String {
    format!("`{name}` on the server of the URL")
}

async fn template(
    server: &MySqlConnectOptions,
    admin: &mut Connection,
    wanted: &Wanted<'_>,
) -> Result<(), Failure> {
    let name = &wanted.template;
    let found = databases(admin, name).await?;
    match found.iter().find(|(found, _)| found == name) {
        Some((_, Some(text))) if text.starts_with(USED) => {
            return note(admin, name, &used()).await;
        }
        Some((_, Some(text))) if text == UNFINISHED => remove(admin, name).await?,
        Some(_) => {
            return Err(format!(
                "the database `{name}` is in the way and not trueup's\nhelp: drop it by hand"
            )
            .into());
        }
        None => {}
    }
    let quoted = quote(name);
    admin
        .execute(&format!(
            "CREATE DATABASE {quoted}; CREATE TABLE {quoted}.{NOTE} (note text NOT NULL); \
             INSERT INTO {quoted}.{NOTE} VALUES ({})",
            literal(UNFINISHED)
        ))
        .await?;
    fill(&target(server, name), wanted.registry).await?;
    note(admin, name, &used()).await
}

async fn definitions(admin: &mut Connection, template: &str) -> Result<Arc<Definitions>, Failure> {
    let kept = || DEFINITIONS.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(definitions) = kept().get(template).cloned() {
        return Ok(definitions);
    }
    // The definitions of a view name its database, unless it is the session's.
    admin.execute(&format!("USE {}", quote(template))).await?;
    let mut texts = Vec::new();
    let mut rows = Vec::new();
    let mut views = Vec::new();
    let mut definitions = Definitions::default();
    for row in admin.rows("SHOW FULL TABLES").await? {
        let [Some(name), Some(kind)] = &row[..] else {
            continue;
        };
        let quoted = quote(name);
        match kind.as_str() {
            "VIEW" => views.push(shown(admin, &format!("SHOW CREATE VIEW {quoted}"), 1).await?),
            "SEQUENCE" => texts.insert(
                0,
                shown(admin, &format!("SHOW CREATE SEQUENCE {quoted}"), 1).await?,
            ),
            _ => texts.push(shown(admin, &format!("SHOW CREATE TABLE {quoted}"), 1).await?),
        }
        // What trueup remembers: without it a boot in the test would start from nothing.
        if name.starts_with("_trueup_") {
            rows.push(format!(
                "INSERT INTO {quoted} SELECT * FROM {}.{quoted}",
                quote(template)
            ));
        }
    }
    texts.append(&mut rows);
    definitions.tables = texts.join("; ");
    definitions.others = in_order(views);
    for row in admin.rows("SHOW TRIGGERS").await? {
        if let Some(Some(name)) = row.first() {
            let show = format!("SHOW CREATE TRIGGER {}", quote(name));
            definitions.others.push(shown(admin, &show, 2).await?);
        }
    }
    let definitions = Arc::new(definitions);
    kept().insert(template.to_owned(), Arc::clone(&definitions));
    Ok(definitions)
}

async fn shown(admin: &mut Connection, sql: &str, column: usize) -> Result<String, Failure> {
    let rows = admin.rows(sql).await?;
    let cell = rows.first().and_then(|row| row.get(column)?.clone());
    cell.ok_or_else(|| format!("no answer to `{sql}`").into())
}

/// A view after those that it names.
fn in_order(views: Vec<String>) -> Vec<String> {
    let name = |view: &str| {
        let rest = view.split_once(" VIEW ").map_or("", |(_, rest)| rest);
        rest.split(" AS ").next().unwrap_or_default().to_owned()
    };
    let names: Vec<String> = views.iter().map(|view| name(view)).collect();
    let mut open: Vec<(String, String)> = names.into_iter().zip(views).collect();
    let mut done = Vec::new();
    while !open.is_empty() {
        let ready = open.iter().position(|(own, text)| {
            open.iter()
                .all(|(other, _)| other == own || !text.contains(other.as_str()))
        });
        // In a circle any order is as good.
        done.push(open.remove(ready.unwrap_or(0)).1);
    }
    done
}

/// The databases whose name begins so, with their notes.
async fn databases(
    admin: &mut Connection,
    prefix: &str,
) -> Result<Vec<(String, Option<String>)>, Failure> {
    let names = admin
        .rows(&format!(
            "SELECT s.schema_name, t.table_name FROM information_schema.schemata s LEFT JOIN information_schema.tables t \
             ON t.table_schema = s.schema_name AND t.table_name = '{NOTE}' WHERE s.schema_name LIKE {}",
            literal(&format!("{}%", prefix.replace('_', "\\_")))
        ))
        .await?;
    let mut found = Vec::new();
    for row in names {
        let [Some(name), table] = &row[..] else {
            continue;
        };
        let mut note = None;
        if table.is_some() {
            // Another process may drop it meanwhile.
            let rows = admin
                .rows(&format!("SELECT note FROM {}.{NOTE}", quote(name)))
                .await;
            note = rows.ok().and_then(|rows| rows.first()?.first()?.clone());
        }
        found.push((name.clone(), note));
    }
    Ok(found)
}

/// Drops what is ours and stale.
async fn sweep(admin: &mut Connection, prefix: &str) -> Result<(), Failure> {
    for (name, note) in databases(admin, prefix).await? {
        if note.is_some_and(|note| is_stale(&name, &note, prefix)) {
            remove(admin, &name).await?;
        }
    }
    Ok(())
}

async fn note(admin: &mut Connection, name: &str, text: &str) -> Result<(), Failure> {
    let sql = format!("UPDATE {}.{NOTE} SET note = {}", quote(name), literal(text));
    admin.execute(&sql).await
}

/// A transaction that a test has left open makes the drop wait. Only then sessions are ended: whatever else
/// looks at the database is let go by itself.
async fn remove(admin: &mut Connection, name: &str) -> Result<(), Failure> {
    let drop = format!("DROP DATABASE IF EXISTS {}", quote(name));
    let dropped = admin
        .execute(&format!(
            "SET SESSION lock_wait_timeout = 1; {drop}; SET SESSION lock_wait_timeout = DEFAULT"
        ))
        .await;
    match dropped {
        Err(error) if is_lock_conflict(&error) => {}
        dropped => return dropped,
    }
    let sessions = admin
        .rows(&format!(
            "SELECT CAST(id AS CHAR) FROM information_schema.processlist WHERE db = {} AND id <> CONNECTION_ID()",
            literal(name)
        ))
        .await?;
    for session in sessions.iter().filter_map(|row| row.first()?.as_ref()) {
        // It may have gone by itself since it was listed.
        let _ = admin.execute(&format!("KILL {session}")).await;
    }
    admin
        .execute(&format!("SET SESSION lock_wait_timeout = DEFAULT; {drop}"))
        .await
}

async fn session(server: &MySqlConnectOptions) -> Result<Connection, Failure> {
    open(&Target::from(server.clone())).await
}

fn target(server: &MySqlConnectOptions, name: &str) -> Target {
    Target::from(server.clone().database(name))
}

fn quote(name: &str) -> String {
    format!("`{}`", name.replace('`', "``"))
}

fn literal(text: &str) -> String {
    format!("'{}'", text.replace('\\', "\\\\").replace('\'', "''"))
}
