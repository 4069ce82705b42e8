//! Many tenants of one server, each in a namespace of its own.
//!
//! In: a migration, and the names of tenants. Out: a report or an error for each. One statement finds those for whom there
//! is nothing to do; each of the others is migrated as if it were alone.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use tracing::Instrument;

use super::Migrator;
use crate::config::Mode;
use crate::error::{DriverError, Error};
use crate::live::home::{self, Home, Presence};
use crate::live::{Connection, Server, Target};
use crate::model::Engine;
use crate::report::{Report, TenantReports};

/// How many tenants one statement asks about. PostgreSQL holds the state of each by two locks until the statement ends,
/// and has room for some 6,400 of them as it is delivered, for all sessions together.
const TOGETHER: usize = 1_000;

/// A migration of many tenants of one server, made by [`Migrator::tenants`].
#[derive(Debug, Clone)]
#[must_use = "nothing is done before `migrate`"]
pub struct Tenants {
    migrator: Migrator,
    names: Vec<String>,
}

/// What is known of a tenant before it is migrated.
enum Found {
    /// Nothing moved since this was reported.
    Unmoved(Box<Report>),
    Moved,
    /// It has no namespace, and gets none.
    Unmade(Error),
}

impl Migrator {
    /// The same migration for each of many tenants, which have a schema each in one PostgreSQL database, or a database each
    /// on one server of MySQL or MariaDB.
    ///
    /// One statement finds the tenants for whom there is nothing to do, however many they are. The others are migrated
    /// one after another, each as if it were alone: under the lock, with a state and a history of its own,
    /// with its own plan and its own consent. That one of them fails keeps no other from being migrated.
    ///
    /// ```no_run
    /// # #[cfg(feature = "postgres")]
    /// # async fn boot(pool: sqlx::PgPool) -> Result<(), trueup::Error> {
    /// use trueup::{Config, Migrator};
    ///
    /// let reports = Migrator::new(&pool)
    ///     .config(Config::from_env()?)
    ///     .tenants(["acme", "globex"])
    ///     .migrate()
    ///     .await?;
    /// for (name, error) in reports.failed() {
    ///     eprintln!("{name} is not served: {error}");
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// A tenant whose schema or database is not there yet gets one, so that adding a tenant is naming it, except in the
    /// modes that change nothing, where that is the tenant's error. A tenant that is no longer named is left alone.
    ///
    /// On PostgreSQL the tenant's schema stands first in the search path, and the connection's own search path behind it:
    /// tables without a schema are the tenant's, and the types and functions of extensions in `public` are found.
    /// What names a schema (`#[table(schema = "shared")]`) is the same for all tenants.
    pub fn tenants(self, names: impl IntoIterator<Item = impl Into<String>>) -> Tenants {
        Tenants {
            migrator: self,
            names: names.into_iter().map(Into::into).collect(),
        }
    }
}

impl Tenants {
    /// Looks at all tenants, and migrates those for whom there is something to do.
    ///
    /// # Errors
    ///
    /// When no tenant can be looked at: a setting or a name cannot be what it is, the server does not answer, or the
    /// definitions contradict themselves. What goes wrong with one tenant is in its report.
    pub async fn migrate(self) -> Result<TenantReports, Error> {
        let Self { migrator, names } = self;
        let config = migrator.config.clone().checked()?;
        check_names(&migrator.target, &names)?;
        if names.is_empty() {
            return Ok(TenantReports::of([]));
        }
        let mut server = Connection::bare(&migrator.target, &config).await?;
        let found = migrator.look(&mut server, &names).await;
        server.close().await;
        let mut outcomes = Vec::with_capacity(names.len());
        for (name, found) in names.into_iter().zip(found?) {
            let outcome = match found {
                Found::Unmoved(report) => Ok(*report),
                Found::Moved => migrator.migrate_tenant(&name).await,
                Found::Unmade(error) => Err(error),
            };
            outcomes.push((name, outcome));
        }
        Ok(TenantReports::of(outcomes))
    }
}

impl Migrator {
    /// What is known of each tenant. Those without a namespace have one afterwards.
    async fn look(&self, server: &mut Connection, names: &[String]) -> Result<Vec<Found>, Error> {
        let mut reports = BTreeMap::new();
        let presences = self.recognise_all(server, names, &mut reports).await?;
        if reports.len() < names.len() {
            self.check_definitions(server, &names[0]).await?;
        }
        let mut found = Vec::with_capacity(names.len());
        for name in names {
            let known = match (reports.remove(name), presences.get(name)) {
                (Some(report), _) => Found::Unmoved(Box::new(report)),
                (None, Some(Presence::Missing)) => match self.make_home(server, name).await {
                    Ok(()) => Found::Moved,
                    Err(error) => Found::Unmade(error),
                },
                (None, _) => Found::Moved,
            };
            found.push(known);
        }
        Ok(found)
    }

    /// The reports of those for whom nothing moved; and which of all are there, where one statement for all could
    /// not tell.
    async fn recognise_all(
        &self,
        server: &mut Connection,
        names: &[String],
        reports: &mut BTreeMap<String, Report>,
    ) -> Result<BTreeMap<String, Presence>, Error> {
        let definitions = self.recognisable();
        if let Some(definitions) = &definitions
            && self
                .recognise(server, definitions, names, reports)
                .await
                .is_ok()
        {
            return Ok(BTreeMap::new());
        }
        let presences = server.presences(names).await;
        let presences = presences.map_err(|source| Error::Inspect {
            what: "which tenants are there".to_owned(),
            source: Some(source),
        })?;
        if let Some(definitions) = &definitions {
            let has_state = |name: &&String| presences.get(*name) == Some(&Presence::WithState);
            let rest = names.iter().filter(has_state);
            let rest: Vec<String> = rest
                .filter(|name| !reports.contains_key(*name))
                .cloned()
                .collect();
            self.recognise_in_parts(server, definitions, &rest, reports)
                .await;
        }
        Ok(presences)
    }

    /// As [`recognise`](Self::recognise), as far as it can be told: whoever keeps others from being told is found by halves.
    async fn recognise_in_parts(
        &self,
        server: &mut Connection,
        definitions: &str,
        names: &[String],
        reports: &mut BTreeMap<String, Report>,
    ) {
        let mut parts: VecDeque<&[String]> = VecDeque::from([names]);
        while let Some(part) = parts.pop_front() {
            let told = self.recognise(server, definitions, part, reports).await;
            if told.is_err() && part.len() > 1 {
                let (first, second) = part.split_at(part.len() / 2);
                parts.push_front(second);
                parts.push_front(first);
            }
        }
    }

    /// Adds the reports of those for whom nothing moved, from as few statements as their number allows.
    async fn recognise(
        &self,
        server: &mut Connection,
        definitions: &str,
        names: &[String],
        reports: &mut BTreeMap<String, Report>,
    ) -> Result<(), DriverError> {
        for names in names.chunks(TOGETHER) {
            let homes: Vec<Home<'_>> = names.iter().map(|name| Home::Named(name)).collect();
            let told = self.unmoved_among(server, definitions, &homes).await?;
            let unmoved = names.iter().zip(told);
            reports.extend(unmoved.filter_map(|(name, report)| Some((name.clone(), report?))));
        }
        Ok(())
    }

    /// What is wrong with the definitions is wrong for all tenants, and told once.
    async fn check_definitions(&self, server: &mut Connection, name: &str) -> Result<(), Error> {
        let server = Server::new(server.flavor().await?, Some(name.to_owned()));
        self.desired(&server).map(drop)
    }

    /// Makes the namespace of a tenant that has none, unless nothing may be changed.
    async fn make_home(&self, server: &mut Connection, name: &str) -> Result<(), Error> {
        let kind = match server.engine() {
            Engine::MySql => "database",
            Engine::Postgres | Engine::Sqlite => "schema",
        };
        if matches!(self.config.mode, Mode::DryRun | Mode::Verify) {
            return Err(Error::Verify {
                text: format!("the {kind} `{name}` is not there"),
            });
        }
        tracing::info!(target: "trueup::tenants", name, "a new tenant");
        let made = server.make_home(name).await;
        made.map_err(|source| Error::Connect {
            reason: format!("the {kind} `{name}` is not there, and cannot be made"),
            source: Some(source),
        })
    }

    /// Migrates one tenant as if it were alone.
    async fn migrate_tenant(&self, name: &str) -> Result<Report, Error> {
        let migrator = Self {
            target: self.target.within(name),
            ..self.clone()
        };
        let span = tracing::info_span!(target: "trueup::tenants", "tenant", name);
        migrator.migrate().instrument(span).await
    }
}

/// Whether each name can be that of a tenant, and is there once.
fn check_names(target: &Target, names: &[String]) -> Result<(), Error> {
    if target.engine() == Engine::Sqlite {
        return Err(Error::Config {
            reason:
                "SQLite has no server that tenants could share: the database of each is a file\n\
                     help: call `Migrator::new` for the file of each tenant, one after another"
                    .to_owned(),
        });
    }
    let mut seen = BTreeSet::new();
    let problems = names.iter().filter_map(|name| {
        let problem = home::problem(target.engine(), name);
        let is_new = seen.insert(name);
        problem
            .or_else(|| (!is_new).then(|| "is there twice".to_owned()))
            .map(|problem| format!("the tenant `{name}` {problem}"))
    });
    let problems: Vec<String> = problems.collect();
    if problems.is_empty() {
        return Ok(());
    }
    Err(Error::Config {
        reason: problems.join("; "),
    })
}
