//! One instance migrates, the others wait.
//!
//! In: where the database is. Out: [`Lock`], the token that locked code asks for. PostgreSQL and MySQL
//! hold the lock on a connection of its own, which is kept alive and watched; when it goes, the run
//! stops before its next step, and when the process dies the server frees the lock. SQLite's lock is
//! the write transaction itself, on the connection that does the work.
//!
//! Waiters poll, and hold no transaction: a blocking wait holds a snapshot, which an index build of
//! the holder would wait for.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use super::connection::Connection;
use super::driver::is_lock_conflict;
use super::target::Target;
use crate::config::Config;
use crate::error::{DriverError, Error};
use crate::model::Engine;

/// `trueup` in bytes: the first half of PostgreSQL's key, so that nobody else's locks are met.
const KEY: i32 = 0x7472_7565;

/// How often the holder shows that it is alive.
const HEARTBEAT: Duration = Duration::from_secs(2);

/// The lock, held.
#[derive(Debug)]
pub(crate) struct Lock {
    is_held: Arc<AtomicBool>,
    keeper: Option<(oneshot::Sender<()>, JoinHandle<()>)>,
}

impl Lock {
    /// Waits for the lock and takes it. On SQLite this begins the transaction on `work`.
    pub(crate) async fn acquire(
        target: &Target,
        config: &Config,
        work: &mut Connection,
    ) -> Result<Self, Error> {
        if work.engine() == Engine::Sqlite {
            wait(config, work, begin_immediate).await?;
            return Ok(Self {
                is_held: Arc::new(AtomicBool::new(true)),
                keeper: None,
            });
        }
        // It asks for the lock and whether it is there still: nothing that a session needs to be prepared for.
        let mut connection = Connection::bare(target, config).await?;
        wait(config, &mut connection, try_server_lock).await?;
        let is_held = Arc::new(AtomicBool::new(true));
        let (stop, stopped) = oneshot::channel();
        let keeper = tokio::spawn(keep(connection, stopped, Arc::clone(&is_held)));
        Ok(Self {
            is_held,
            keeper: Some((stop, keeper)),
        })
    }

    /// Whether it is still held, as far as is known.
    pub(crate) fn is_held(&self) -> bool {
        self.is_held.load(Ordering::SeqCst)
    }

    /// Gives it back. On SQLite the end of the transaction did that.
    pub(crate) async fn release(mut self) {
        if let Some((stop, keeper)) = self.keeper.take() {
            let _ = stop.send(());
            if keeper.await.is_err() {
                tracing::warn!(target: "trueup::lock", "the lock was not released cleanly; the server frees it with its connection");
            }
        }
    }
}

/// Holds the connection until it is told to stop, and looks after it meanwhile. A dropped [`Lock`]
/// stops it too.
async fn keep(
    mut connection: Connection,
    mut stopped: oneshot::Receiver<()>,
    is_held: Arc<AtomicBool>,
) {
    loop {
        tokio::select! {
            _ = &mut stopped => break,
            () = tokio::time::sleep(HEARTBEAT) => {
                if let Err(error) = connection.execute("SELECT 1").await {
                    is_held.store(false, Ordering::SeqCst);
                    tracing::error!(target: "trueup::lock", %error, "the connection that holds the lock is gone; stopping before the next step");
                    return;
                }
            }
        }
    }
    connection.close().await;
}

/// What a try to take the lock yields.
enum Attempt {
    Taken,
    /// Somebody else has it: who, and how long ago there was a sign of life, where that is known.
    Busy(String, Option<Duration>),
}

async fn wait(
    config: &Config,
    connection: &mut Connection,
    attempt: impl AsyncFn(&mut Connection) -> Result<Attempt, DriverError>,
) -> Result<(), Error> {
    let start = Instant::now();
    let mut reported: Option<Instant> = None;
    loop {
        let tried = attempt(connection).await.map_err(|source| Error::Connect {
            reason: "the lock cannot be asked for".to_owned(),
            source: Some(source),
        })?;
        let Attempt::Busy(holder, silence) = tried else {
            return Ok(());
        };
        let silence = silence
            .unwrap_or_else(|| start.elapsed())
            .min(start.elapsed());
        if silence >= config.lock_wait_timeout {
            return Err(Error::Locked { holder });
        }
        if reported.is_none_or(|at| at.elapsed() > Duration::from_secs(5)) {
            tracing::info!(target: "trueup::lock", holder, waited_ms = start.elapsed().as_millis(), "waiting for another instance");
            reported = Some(Instant::now());
        }
        let jitter = 0.75 + fastrand::f64() / 2.0;
        tokio::time::sleep(config.lock_poll_interval.mul_f64(jitter)).await;
    }
}

async fn begin_immediate(connection: &mut Connection) -> Result<Attempt, DriverError> {
    match connection.execute("BEGIN IMMEDIATE").await {
        Ok(()) => Ok(Attempt::Taken),
        Err(error) if is_lock_conflict(&error) => Ok(Attempt::Busy(
            "another connection writes to the file".to_owned(),
            None,
        )),
        Err(error) => Err(error),
    }
}

async fn try_server_lock(connection: &mut Connection) -> Result<Attempt, DriverError> {
    let (take, look) = match connection.engine() {
        Engine::MySql => (TAKE_MYSQL, LOOK_MYSQL),
        Engine::Postgres | Engine::Sqlite => (TAKE_POSTGRES, LOOK_POSTGRES),
    };
    let answer = connection
        .rows(&take.replace(":key", &KEY.to_string()))
        .await?;
    match answer
        .first()
        .and_then(|row| row.first())
        .and_then(Option::as_deref)
    {
        Some("t" | "1") => return Ok(Attempt::Taken),
        Some(_) => {}
        None => return Err("the server gave no answer about the lock".into()),
    }
    let holders = connection
        .rows(&look.replace(":key", &KEY.to_string()))
        .await?;
    let Some(row) = holders.first() else {
        return Ok(Attempt::Busy("it has just let go".to_owned(), None));
    };
    let cell = |at: usize| row.get(at).and_then(Option::as_deref).unwrap_or("unknown");
    let silence = cell(3)
        .parse::<f64>()
        .ok()
        .filter(|seconds| *seconds >= 0.0)
        .map(Duration::from_secs_f64);
    Ok(Attempt::Busy(
        format!(
            "session {} ({}) from {}, last sign of life {} s ago",
            cell(0),
            cell(1),
            cell(2),
            cell(3)
        ),
        silence,
    ))
}

const TAKE_POSTGRES: &str = "SELECT pg_try_advisory_lock(:key, 0)";

const LOOK_POSTGRES: &str = "\
SELECT a.pid, a.application_name, coalesce(host(a.client_addr), 'the server itself'), \
       round(extract(epoch FROM clock_timestamp() - a.state_change)) \
FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid \
WHERE l.locktype = 'advisory' AND l.granted AND l.classid = :key AND l.objid = 0 AND l.objsubid = 2 \
  AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())";

/// A named lock is the whole server's, so its name holds the database's.
const TAKE_MYSQL: &str = "SELECT GET_LOCK(CONCAT('trueup ', LEFT(SHA2(DATABASE(), 256), 40)), 0)";

const LOOK_MYSQL: &str = "\
SELECT id, user, host, time FROM information_schema.processlist \
WHERE id = IS_USED_LOCK(CONCAT('trueup ', LEFT(SHA2(DATABASE(), 256), 40)))";
