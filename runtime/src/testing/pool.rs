//! What a test takes, and what it returns.
//!
//! In: a test's parameter and result. Out: the server that belongs to the parameter, and whether the test
//! has passed. Knows no database.

use std::fmt::Debug;

use super::Failure;
use crate::live::{Options, Target};

/// What a test takes: `sqlx::PgPool`, `sqlx::MySqlPool` or `sqlx::SqlitePool`.
#[diagnostic::on_unimplemented(
    message = "a test cannot take `{Self}`",
    note = "take `sqlx::PgPool`, `sqlx::MySqlPool` or `sqlx::SqlitePool`, and turn on trueup's feature for that database"
)]
pub trait TestPool: Clone {
    /// Where databases for tests are made.
    #[doc(hidden)]
    fn server() -> Result<Target, Failure>;
    #[doc(hidden)]
    fn open(target: &Target) -> Self;
    #[doc(hidden)]
    fn close(&self) -> impl Future<Output = ()>;
}

/// What a test returns.
pub trait Outcome {
    /// Whether its database may go.
    fn has_passed(&self) -> bool;
}

impl Outcome for () {
    fn has_passed(&self) -> bool {
        true
    }
}

impl<T, E: Debug> Outcome for Result<T, E> {
    fn has_passed(&self) -> bool {
        self.is_ok()
    }
}

macro_rules! pool {
    ($feature:literal, $pool:ty, $target:ident, $server:expr) => {
        #[cfg(feature = $feature)]
        impl TestPool for $pool {
            fn server() -> Result<Target, Failure> {
                $server
            }

            fn open(target: &Target) -> Self {
                #[allow(unreachable_patterns, reason = "with one engine there is one target")]
                match &target.options {
                    Options::$target(options) => Self::connect_lazy_with((**options).clone()),
                    _ => unreachable!("a test's database is on its server"),
                }
            }

            async fn close(&self) {
                Self::close(self).await;
            }
        }
    };
}

pool!(
    "postgres",
    sqlx::PgPool,
    Postgres,
    named("TRUEUP_TEST_POSTGRES", &["postgres", "postgresql"])
);
pool!(
    "mysql",
    sqlx::MySqlPool,
    MySql,
    named("TRUEUP_TEST_MYSQL", &["mysql", "mariadb"])
);
pool!(
    "sqlite",
    sqlx::SqlitePool,
    Sqlite,
    Target::from_url("sqlite::memory:").map_err(Failure::from)
);

/// The server of a variable, or of `DATABASE_URL` where that is of the kind.
#[cfg(any(feature = "postgres", feature = "mysql"))]
fn named(variable: &str, schemes: &[&str]) -> Result<Target, Failure> {
    let is_right = |url: &String| {
        schemes
            .iter()
            .any(|scheme| url.split(':').next() == Some(scheme))
    };
    let url = [variable, "DATABASE_URL"]
        .iter()
        .filter_map(|variable| std::env::var(variable).ok())
        .find(is_right);
    match url {
        Some(url) => Ok(Target::from_url(&url)?),
        None => Err(format!(
            "neither `{variable}` nor `DATABASE_URL` holds a URL that begins with `{}:`\n\
             help: name a server on which databases may be created",
            schemes[0]
        )
        .into()),
    }
}
