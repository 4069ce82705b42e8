//! Where a database is.
//!
//! In: a pool, a URL or a driver's options. Out: a value to connect to, which prints no password. Connects to nothing.

use std::fmt;

use crate::error::{DriverError, Error};
use crate::model::Engine;

/// Where a database is: made of a pool, of the driver's options, or by [`from_url`](Self::from_url).
#[derive(Clone)]
pub struct Target {
    pub(crate) options: Options,
    /// The namespace that a session is in, where it is another than the one that the options lead to.
    pub(super) home: Option<String>,
}

/// What a driver needs to connect.
#[derive(Clone)]
pub(crate) enum Options {
    #[cfg(feature = "postgres")]
    Postgres(Box<sqlx::postgres::PgConnectOptions>),
    #[cfg(feature = "mysql")]
    MySql(Box<sqlx::mysql::MySqlConnectOptions>),
    #[cfg(feature = "sqlite")]
    Sqlite(Box<sqlx::sqlite::SqliteConnectOptions>),
}

impl From<Options> for Target {
    fn from(options: Options) -> Self {
        Self {
            options,
            home: None,
        }
    }
}

macro_rules! of_driver {
    ($feature:literal, $variant:ident, $options:path, $pool:path) => {
        #[cfg(feature = $feature)]
        impl From<$options> for Target {
            fn from(options: $options) -> Self {
                Self::from(Options::$variant(Box::new(options)))
            }
        }

        #[cfg(feature = $feature)]
        impl From<&$pool> for Target {
            fn from(pool: &$pool) -> Self {
                Self::from((*pool.connect_options()).clone())
            }
        }
    };
}

of_driver!(
    "postgres",
    Postgres,
    sqlx::postgres::PgConnectOptions,
    sqlx::PgPool
);
of_driver!(
    "mysql",
    MySql,
    sqlx::mysql::MySqlConnectOptions,
    sqlx::MySqlPool
);
of_driver!(
    "sqlite",
    Sqlite,
    sqlx::sqlite::SqliteConnectOptions,
    sqlx::SqlitePool
);

/// The drivers' own options print the password.
impl fmt::Debug for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Target")
            .field(&self.engine())
            .finish_non_exhaustive()
    }
}

impl Target {
    /// The database at a URL.
    ///
    /// # Errors
    ///
    /// When the URL is of no known kind or cannot be read. The text never holds the URL, which may
    /// hold a password.
    pub fn from_url(url: &str) -> Result<Self, Error> {
        let scheme = url.split(':').next().unwrap_or_default();
        let unreadable = |source: sqlx::Error| Error::Connect {
            reason: format!("the `{scheme}` URL cannot be read"),
            source: Some(redacted(&source, url)),
        };
        match scheme {
            #[cfg(feature = "postgres")]
            "postgres" | "postgresql" => {
                let options: sqlx::postgres::PgConnectOptions = url.parse().map_err(unreadable)?;
                Ok(options.into())
            }
            #[cfg(feature = "mysql")]
            "mysql" | "mariadb" => {
                let options: sqlx::mysql::MySqlConnectOptions = url.parse().map_err(unreadable)?;
                Ok(options.into())
            }
            #[cfg(feature = "sqlite")]
            "sqlite" => {
                let options: sqlx::sqlite::SqliteConnectOptions =
                    url.parse().map_err(unreadable)?;
                Ok(options.into())
            }
            _ => Err(Error::Connect {
                reason: format!(
                    "`{scheme}` is no kind of database that this build knows; it knows{}{}{}",
                    if cfg!(feature = "postgres") {
                        " postgres"
                    } else {
                        ""
                    },
                    if cfg!(feature = "mysql") {
                        " mysql"
                    } else {
                        ""
                    },
                    if cfg!(feature = "sqlite") {
                        " sqlite"
                    } else {
                        ""
                    },
                ),
                source: None,
            }),
        }
    }

    /// The kind of database.
    #[must_use]
    pub const fn engine(&self) -> Engine {
        match &self.options {
            #[cfg(feature = "postgres")]
            Options::Postgres(_) => Engine::Postgres,
            #[cfg(feature = "mysql")]
            Options::MySql(_) => Engine::MySql,
            #[cfg(feature = "sqlite")]
            Options::Sqlite(_) => Engine::Sqlite,
        }
    }

    /// Whether the options say which namespace sessions are in. On MySQL and MariaDB that is the database.
    #[cfg(feature = "cli")]
    pub(crate) fn chooses_namespace(&self) -> bool {
        match &self.options {
            #[cfg(feature = "postgres")]
            Options::Postgres(options) => {
                let stated = options.get_options();
                stated.is_some_and(|words| words.contains("search_path"))
            }
            #[cfg(any(feature = "mysql", feature = "sqlite"))]
            _ => true,
        }
    }

    /// The same server, with sessions in that namespace: a schema on PostgreSQL, a database on MySQL and MariaDB.
    pub(crate) fn within(&self, home: &str) -> Self {
        Self {
            options: self.options.clone(),
            home: Some(home.to_owned()),
        }
    }
}

/// What the driver said, without the URL.
fn redacted(error: &sqlx::Error, url: &str) -> DriverError {
    error.to_string().replace(url, "<url>").into()
}
