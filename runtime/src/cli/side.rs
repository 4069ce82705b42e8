//! A schema argument: a database, a snapshot, or the structs of the program.

use std::path::{Path, PathBuf};

use super::database::target;
use crate::config::Config;
use crate::dialect::Desired;
use crate::error::Error;
use crate::live::state::{self, State, without_own};
use crate::live::{Connection, Scope, Server, Target};
use crate::meta::Registry;
use crate::migrate::{Migrator, linked as linked_schema};
use crate::model::{Engine, Schema};

pub(super) const NO_STRUCTS: &str = "no table is linked into this program, so `structs` is no schema\n\
    help: name a database or a snapshot with `--to`, or call `trueup::cli::run()` in a program of your own; there, a crate \
    that no path names is not linked: write `trueup::link!(models);` with the name of the crate that holds your structs";

/// What a schema argument names.
pub(super) enum Side {
    Database(Target),
    Snapshot(PathBuf),
    Structs,
}

/// A schema that was read. The session is the one that it was read with.
pub(super) struct Loaded {
    pub(super) schema: Schema,
    /// The namespace that its names without one are in, where it was read from a database.
    pub(super) namespace: Option<String>,
    pub(super) state: State,
    pub(super) connection: Option<Connection>,
}

impl Side {
    /// Reads the argument. It is not repeated in the error: it may hold a password.
    pub(super) fn parse(text: &str) -> Result<Self, Error> {
        if text == "structs" {
            return Ok(Self::Structs);
        }
        let is_url = text.contains("://") || text.starts_with("sqlite:");
        if is_url {
            return target(Some(text)).map(Self::Database);
        }
        let path = Path::new(text);
        if path
            .extension()
            .is_some_and(|extension| extension == "json")
        {
            return Ok(Self::Snapshot(path.to_owned()));
        }
        Err(Error::Config {
            reason: "a schema is a database URL, a snapshot whose name ends with `.json`, or the word `structs`"
                .to_owned(),
        })
    }

    /// Reads the schema, without the tables of trueup. Structs have none before the flavor is known.
    pub(super) async fn load(&self, config: &Config) -> Result<Option<Loaded>, Error> {
        self.load_beside(None, config).await
    }

    /// The same, to be compared with a schema of that default namespace: names without one mean the same on both sides
    /// then, whatever search path each database gives its sessions. A path in the URL is a choice, and stays.
    pub(super) async fn load_beside(
        &self,
        home: Option<&str>,
        config: &Config,
    ) -> Result<Option<Loaded>, Error> {
        match self {
            Self::Database(target) => {
                let mut connection = Connection::bare(target, config).await?;
                let mut server = connection.prepare_and_identify(config).await?;
                let other = home.filter(|home| server.namespace.as_deref() != Some(*home));
                if let Some(home) = other.filter(|_| !target.chooses_namespace())
                    && let Ok(there) = Connection::bare(&target.within(home), config).await
                {
                    std::mem::replace(&mut connection, there).close().await;
                    server = connection.prepare_and_identify(config).await?;
                }
                let (whole, state) =
                    state::inspect(&mut connection, &server, &Scope::All, config).await?;
                Ok(Some(Loaded {
                    schema: without_own(whole),
                    namespace: server.namespace,
                    state,
                    connection: Some(connection),
                }))
            }
            Self::Snapshot(path) => Ok(Some(Loaded {
                schema: without_own(snapshot(path)?),
                namespace: None,
                state: State::default(),
                connection: None,
            })),
            Self::Structs if linked()?.tables().is_empty() => Err(Error::Config {
                reason: NO_STRUCTS.to_owned(),
            }),
            Self::Structs => Ok(None),
        }
    }

    /// A migration of the database to this schema.
    pub(super) async fn migrator(
        &self,
        target: &Target,
        config: &Config,
    ) -> Result<Migrator, Error> {
        let migrator = Migrator::new(target.clone());
        let home = match self {
            Self::Database(_) => namespace(target, config).await?,
            Self::Snapshot(_) | Self::Structs => None,
        };
        let Some(loaded) = self.load_beside(home.as_deref(), config).await? else {
            return Ok(migrator);
        };
        if let Some(connection) = loaded.connection {
            connection.close().await;
        }
        Ok(migrator.schema(loaded.schema))
    }
}

/// The namespace that the sessions of a database are in by themselves, where it has several.
async fn namespace(target: &Target, config: &Config) -> Result<Option<String>, Error> {
    if target.engine() != Engine::Postgres || target.chooses_namespace() {
        return Ok(None);
    }
    let mut connection = Connection::bare(target, config).await?;
    let server = connection.prepare_and_identify(config).await?;
    connection.close().await;
    Ok(server.namespace)
}

/// The schema of the structs, for the server of the other side.
pub(super) fn structs(other: &Loaded) -> Result<Desired, Error> {
    let server = Server::new(other.schema.flavor, other.namespace.clone());
    linked_schema(&server, crate::live::clock::today())
}

/// The structs of the program.
pub(super) fn linked() -> Result<Registry, Error> {
    Ok(Registry::linked()?)
}

fn snapshot(path: &Path) -> Result<Schema, Error> {
    let unreadable = |reason: String| Error::Config {
        reason: format!("the snapshot `{}` cannot be read: {reason}", path.display()),
    };
    let text = std::fs::read_to_string(path).map_err(|error| unreadable(error.to_string()))?;
    let schema: Schema =
        serde_json::from_str(&text).map_err(|error| unreadable(error.to_string()))?;
    Ok(schema.sorted())
}
