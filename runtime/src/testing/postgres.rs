//! PostgreSQL copies a database by itself: `CREATE DATABASE ... TEMPLATE` (its manual, "Template Databases").

use std::time::Duration;

use sqlx::postgres::PgConnectOptions;

use super::note::{UNFINISHED, USED, is_stale, running, used};
use super::{Failure, Wanted, fill, open};
use crate::live::{Connection, Target};

/// How often a copy is tried while the server has not yet noticed that a session has ended.
const TRIES: u32 = 50;

pub(super) async fn make(
    server: &PgConnectOptions,
    wanted: &Wanted<'_>,
) -> Result<Target, Failure> {
    let mut admin = session(server).await?;
    if !wanted.is_known {
        // The lock is the session's, so it goes with the process.
        let lock = format!("hashtext({})", literal(&wanted.template));
        admin
            .execute(&format!(
                "SET lock_timeout = 0; SELECT pg_advisory_lock({lock})"
            ))
            .await?;
        template(server, &mut admin, wanted).await?;
        admin
            .execute(&format!("SELECT pg_advisory_unlock({lock})"))
            .await?;
    }
    sweep(&mut admin, &wanted.prefix).await?;
    let (name, template) = (quote(&wanted.database), quote(&wanted.template));
    let copy = format!("CREATE DATABASE {name} TEMPLATE {template}");
    let mut tries = 0;
    while let Err(error) = admin.execute(&copy).await {
        tries += 1;
        if tries == TRIES || !error.to_string().contains("being accessed by other users") {
            return Err(error);
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    note(&mut admin, &wanted.database, &running(wanted.test)).await?;
    admin.close().await;
    Ok(target(server, &wanted.database))
}

pub(super) async fn drop(server: &PgConnectOptions, name: &str) -> Result<(), Failure> {
    let mut admin = session(server).await?;
    remove(&mut admin, name).await?;
    admin.close().await;
    Ok(())
}

pub(super) async fn keep(server: &PgConnectOptions, name: &str, text: &str) -> Result<(), Failure> {
    let mut admin = session(server).await?;
    note(&mut admin, name, text).await?;
    admin.close().await;
    Ok(())
}

pub(super) async fn address(server: &PgConnectOptions, name: &str) -> String {
    format!("`{name}` on {}:{}", server.get_host(), server.get_port())
}

async fn template(
    server: &PgConnectOptions,
    admin: &mut Connection,
    wanted: &Wanted<'_>,
) -> Result<(), Failure> {
    let name = &wanted.template;
    let question = format!(
        "SELECT coalesce(shobj_description(oid, 'pg_database'), '') FROM pg_database WHERE datname = {}",
        literal(name)
    );
    let found = admin.rows(&question).await?;
    match found.first().and_then(|row| row[0].as_deref()) {
        Some(text) if text.starts_with(USED) => return note(admin, name, &used()).await,
        Some(UNFINISHED) => remove(admin, name).await?,
        Some(_) => {
            return Err(format!(
                "the database `{name}` is in the way and not trueup's\nhelp: drop it by hand"
            )
            .into());
        }
        None => {}
    }
    // Nobody can connect to template0, so a copy of it never waits for anyone.
    admin
        .execute(&format!(
            "CREATE DATABASE {} TEMPLATE template0",
            quote(name)
        ))
        .await?;
    note(admin, name, UNFINISHED).await?;
    fill(&target(server, name), wanted.registry).await?;
    // A session in the template would make each copy wait.
    admin
        .execute(&format!(
            "ALTER DATABASE {} ALLOW_CONNECTIONS false",
            quote(name)
        ))
        .await?;
    note(admin, name, &used()).await
}

/// Drops what is ours and stale.
async fn sweep(admin: &mut Connection, prefix: &str) -> Result<(), Failure> {
    let databases = admin
        .rows(
            "SELECT datname::text, shobj_description(oid, 'pg_database') FROM pg_database \
             WHERE datname LIKE 'trueup\\_te%' AND shobj_description(oid, 'pg_database') IS NOT NULL",
        )
        .await?;
    for row in &databases {
        if let [Some(name), Some(text)] = &row[..]
            && is_stale(name, text, prefix)
        {
            remove(admin, name).await?;
        }
    }
    Ok(())
}

async fn note(admin: &mut Connection, name: &str, text: &str) -> Result<(), Failure> {
    let sql = format!("COMMENT ON DATABASE {} IS {}", quote(name), literal(text));
    admin.execute(&sql).await
}

/// Another process may do the same, and a test may have left sessions open.
async fn remove(admin: &mut Connection, name: &str) -> Result<(), Failure> {
    let can_force = "SELECT (current_setting('server_version_num')::int >= 130000)::text";
    let can_force = admin.rows(can_force).await?;
    let drop = format!("DROP DATABASE IF EXISTS {}", quote(name));
    if can_force == [[Some("true".to_owned())]] {
        return admin.execute(&format!("{drop} WITH (FORCE)")).await;
    }
    let end = format!(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = {}",
        literal(name)
    );
    admin.rows(&end).await?;
    admin.execute(&drop).await
}

async fn session(server: &PgConnectOptions) -> Result<Connection, Failure> {
    open(&Target::from(server.clone())).await
}

fn target(server: &PgConnectOptions, name: &str) -> Target {
    Target::from(server.clone().database(name))
}

fn quote(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

fn literal(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}
