//! Whether anything moved since everything was read, from one statement.
//!
//! In: a session, to which nothing need have been said yet. Out: the fingerprint of the catalogue, and what the state
//! row keeps. Writes nothing, and takes no lock that anybody could wait for.

use super::Scope;
use super::connection::Connection;
use super::state;
use crate::dialect::Dialect;
use crate::error::{DriverError, Error};
use crate::model::{Engine, Vendor};
use crate::plan::{digest, flavor};

/// What one statement tells.
#[derive(Debug)]
pub(crate) struct Glance {
    /// The fingerprint of the catalogue; none where it was not asked for, or cannot be told yet.
    pub(crate) fingerprint: Option<String>,
    /// What the state row keeps of the last time that everything was read.
    pub(crate) seen: Option<String>,
}

/// Which namespaces the fingerprint is of, where the engine has some.
#[derive(Debug, Clone, Copy)]
#[cfg_attr(
    not(feature = "postgres"),
    expect(dead_code, reason = "the others have no namespace but their own")
)]
pub(super) enum Of<'a> {
    /// The session's own, and these.
    Names(&'a [String]),
    /// The session's own, and those of the list that a query yields as JSON.
    Listed(&'a str),
}

impl Connection {
    /// What the state row keeps, and the fingerprint of what was read then.
    pub(crate) async fn glance(
        &mut self,
        application: &str,
        is_fingerprinted: bool,
    ) -> Result<Glance, DriverError> {
        let dialect = Dialect::of(flavor(self.vendor(), None));
        let seen = state::seen(&dialect, application);
        let fingerprint = if is_fingerprinted {
            self.expression(Of::Listed(&seen))
        } else {
            "NULL".to_owned()
        };
        let rows = self
            .rows(&format!("SELECT ({fingerprint}), ({seen})"))
            .await?;
        let mut cells = rows.into_iter().next().unwrap_or_default().into_iter();
        let mut cell = || cells.next().flatten();
        Ok(Glance {
            fingerprint: cell().map(|text| digest(&text)),
            seen: cell(),
        })
    }

    /// The fingerprint of what is about to be read; none where it cannot be told yet, or of all namespaces.
    pub(crate) async fn fingerprint(&mut self, scope: &Scope) -> Result<Option<String>, Error> {
        let Scope::Namespaces(names) = scope else {
            return Ok(None);
        };
        let expression = self.expression(Of::Names(names));
        let rows = self.rows(&format!("SELECT ({expression})")).await;
        let rows = rows.map_err(|source| Error::Inspect {
            what: "the fingerprint of the catalogue".to_owned(),
            source: Some(source),
        })?;
        let cell = rows.into_iter().flatten().next().flatten();
        Ok(cell.map(|text| digest(&text)))
    }

    #[cfg_attr(
        not(feature = "postgres"),
        expect(unused_variables, reason = "only PostgreSQL has namespaces")
    )]
    fn expression(&self, of: Of<'_>) -> String {
        match self {
            #[cfg(feature = "postgres")]
            Self::Postgres(connection) => {
                super::postgres::fingerprint(connection.server_version_num(), of)
            }
            #[cfg(feature = "mysql")]
            Self::MySql(_) => super::mysql::FINGERPRINT.to_owned(),
            #[cfg(feature = "sqlite")]
            Self::Sqlite(_) => super::sqlite::FINGERPRINT.to_owned(),
        }
    }

    const fn vendor(&self) -> Vendor {
        match self.engine() {
            Engine::Postgres => Vendor::Postgres,
            Engine::MySql => Vendor::MySql,
            Engine::Sqlite => Vendor::Sqlite,
        }
    }
}
