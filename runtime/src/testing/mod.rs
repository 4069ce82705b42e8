//! A fresh database for each test, copied from a template that has the tables of the structs.
//!
//! In: a test, and the tables. Out: a pool on a database of its own. The template is made once, by migrating to the
//! tables, and its name is their fingerprint. A database goes when its test has passed, and stays when it has
//! failed. Knows no test.

#[cfg(feature = "mysql")]
mod mysql;
#[cfg_attr(
    not(any(feature = "postgres", feature = "mysql")),
    allow(dead_code, reason = "of a file its name says enough")
)]
mod note;
mod pool;
#[cfg(feature = "postgres")]
mod postgres;
#[cfg(feature = "sqlite")]
mod sqlite;

use std::collections::BTreeSet;
use std::error::Error;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, SystemTime};

use sha2::{Digest, Sha256};

use crate::config::{Config, Mode};
use crate::live::{Connection, Options, Target, clock};
use crate::meta::{Registry, RegistryError};
use crate::migrate::{Migrator, lowered};
use crate::plan::fingerprint;
use crate::report::Status;

pub use pool::{Outcome, TestPool};

/// How long a test's connections may take to come back. Whoever leaks one does not stop the others.
const CLOSE: Duration = Duration::from_secs(2);

/// How long what a killed run or an older schema left is kept, in days.
const DAYS: u64 = 3;

const TEMPLATE: &str = "trueup_template_";
const TEST: &str = "trueup_test_";

type Failure = Box<dyn Error + Send + Sync>;

/// What `#[trueup::test]` does.
///
/// # Panics
///
/// When there is no database, and when the test panics.
pub fn run<P: TestPool, F: Future<Output = T>, T: Outcome>(
    test: &str,
    registry: Result<Registry, RegistryError>,
    body: impl FnOnce(P) -> F,
) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("the system gives a runtime");
    let making = async {
        let database = Database::make(P::server()?, test, &registry?).await?;
        Ok::<_, Failure>(database)
    };
    let database = match runtime.block_on(making) {
        Ok(database) => database,
        Err(error) => panic!("no database for the test: {}", chain(&*error)),
    };
    // A pool starts tasks, also on its way.
    let pool = runtime.block_on(async { P::open(&database.target) });
    let handle = pool.clone();
    let outcome = catch_unwind(AssertUnwindSafe(|| runtime.block_on(body(handle))));
    let has_passed = outcome.as_ref().is_ok_and(Outcome::has_passed);
    runtime.block_on(async {
        let _ = tokio::time::timeout(CLOSE, pool.close()).await;
        let ended = match has_passed {
            true => database.drop().await,
            false => database.keep().await,
        };
        if let Err(error) = ended {
            eprintln!("the database `{}` stays: {}", database.name, chain(&*error));
        }
    });
    outcome.unwrap_or_else(|panic| resume_unwind(panic))
}

/// A test's own database.
struct Database {
    server: Target,
    target: Target,
    name: String,
    test: String,
}

/// A copy to be made.
struct Wanted<'a> {
    template: String,
    database: String,
    /// The test's path.
    #[cfg_attr(
        not(any(feature = "postgres", feature = "mysql")),
        expect(
            dead_code,
            reason = "a server is told whose database it is, a file is not"
        )
    )]
    test: &'a str,
    /// What the databases of this test begin with.
    prefix: String,
    registry: &'a Registry,
    /// Whether this process has seen the template.
    is_known: bool,
}

/// Runs `$call` in the engine's module.
macro_rules! on_engine {
    ($target:expr, $name:ident($($argument:expr),*)) => {
        match &$target.options {
            #[cfg(feature = "postgres")]
            Options::Postgres(options) => postgres::$name(options, $($argument),*).await,
            #[cfg(feature = "mysql")]
            Options::MySql(options) => mysql::$name(options, $($argument),*).await,
            #[cfg(feature = "sqlite")]
            Options::Sqlite(_) => sqlite::$name($($argument),*).await,
        }
    };
}

impl Database {
    async fn make(server: Target, test: &str, registry: &Registry) -> Result<Self, Failure> {
        static KNOWN: Mutex<BTreeSet<String>> = Mutex::new(BTreeSet::new());
        let mut connection = open(&server).await?;
        let found = connection.server().await?;
        let flavor = found.flavor;
        connection.close().await;
        // Partitions that time makes are part of the template, and so is the day.
        let desired = lowered(registry, &found, clock::today())?;
        // trueup's own tables are in the template too.
        let version = env!("CARGO_PKG_VERSION").replace(|c: char| !c.is_ascii_alphanumeric(), "_");
        let template = format!(
            "{TEMPLATE}{version}_{}",
            short(&format!("{flavor}{}", fingerprint(&desired.schema)))
        );
        let prefix = format!("{TEST}{}_", short(test));
        let since = SystemTime::UNIX_EPOCH.elapsed()?.as_nanos();
        let known = || KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
        let wanted = Wanted {
            database: format!("{prefix}{:x}_{since:x}", std::process::id()),
            is_known: known().contains(&template),
            template,
            test,
            prefix,
            registry,
        };
        let target = on_engine!(&server, make(&wanted))?;
        known().insert(wanted.template);
        Ok(Self {
            server,
            target,
            name: wanted.database,
            test: test.to_owned(),
        })
    }

    async fn drop(&self) -> Result<(), Failure> {
        on_engine!(&self.server, drop(&self.name))
    }

    async fn keep(&self) -> Result<(), Failure> {
        on_engine!(&self.server, keep(&self.name, &note::failed(&self.test)))?;
        eprintln!(
            "the test's database is kept until it runs again: {}",
            on_engine!(&self.server, address(&self.name))
        );
        Ok(())
    }
}

/// Brings an empty database to the tables.
async fn fill(target: &Target, registry: &Registry) -> Result<(), Failure> {
    let migrator = Migrator::new(target.clone()).registry(registry.clone());
    let report = migrator
        .config(Config::default())
        .mode(Mode::Aggressive)
        .migrate()
        .await?;
    match report.status {
        Status::Completed | Status::UpToDate => Ok(()),
        _ => Err(format!("the template is not whole\n{report}").into()),
    }
}

async fn open(target: &Target) -> Result<Connection, Failure> {
    Ok(Connection::open(target, &Config::default()).await?)
}

fn short(text: &str) -> String {
    let digest = Sha256::digest(text.as_bytes());
    digest
        .iter()
        .take(6)
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

fn chain(error: &dyn Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        text.push_str(&format!(": {error}"));
        cause = error.source();
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_short_enough() {
        let name = format!("{TEST}{}_{:x}_{:x}", short("a"), u32::MAX, u64::MAX);
        assert!(name.len() <= 63, "{name}");
    }
}
