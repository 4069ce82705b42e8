//! Whether anything moved since everything was read, from one statement.
//!
//! In: a session, to which nothing need have been said yet, and the namespaces that are looked at. Out: for each the
//! fingerprint of its catalogue, and what its state row keeps. Writes nothing, and takes no lock that anybody could wait for.

use std::collections::BTreeMap;

use super::Scope;
use super::connection::Connection;
use super::home::{Home, dialect};
use super::state;
use crate::error::{DriverError, Error};
use crate::plan::digest;

/// What one statement tells of a namespace.
#[derive(Debug, Clone, Default)]
pub(crate) struct Glance {
    /// The fingerprint of the catalogue; none where it was not asked for, or cannot be told yet.
    pub(crate) fingerprint: Option<String>,
    /// What the state row keeps of the last time that everything was read.
    pub(crate) seen: Option<String>,
}

/// A namespace, and the expression for what its state row keeps, in which those are named that belong to it.
#[derive(Debug)]
pub(super) struct Side<'a> {
    pub(super) home: Home<'a>,
    pub(super) seen: String,
}

impl Connection {
    /// What the state row of each namespace keeps, and the fingerprint of what was read then.
    pub(crate) async fn glance(
        &mut self,
        application: &str,
        is_fingerprinted: bool,
        homes: &[Home<'_>],
    ) -> Result<Vec<Glance>, DriverError> {
        let dialect = dialect(self.engine());
        let sides: Vec<Side<'_>> = homes
            .iter()
            .map(|home| Side {
                home: *home,
                seen: state::seen(&dialect, application, *home),
            })
            .collect();
        if is_fingerprinted {
            self.fingerprinted(&sides).await
        } else {
            let rows = sides.iter().zip(0..);
            let rows = rows.map(|(side, at)| format!("SELECT {at}, NULL, ({})", side.seen));
            let sql = rows.collect::<Vec<_>>().join(" UNION ALL ");
            self.told(&sql, &sides).await
        }
    }

    /// The fingerprint of what is about to be read; none where it cannot be told yet, or of all namespaces.
    pub(crate) async fn fingerprint(&mut self, scope: &Scope) -> Result<Option<String>, Error> {
        let Scope::Namespaces(names) = scope else {
            return Ok(None);
        };
        let known = serde_json::json!({ "namespaces": names }).to_string();
        let side = Side {
            home: Home::Own,
            seen: format!("SELECT {}", dialect(self.engine()).ddl().literal(&known)),
        };
        let told = self.fingerprinted(&[side]).await;
        let told = told.map_err(|source| Error::Inspect {
            what: "the fingerprint of the catalogue".to_owned(),
            source: Some(source),
        })?;
        Ok(told
            .into_iter()
            .next()
            .and_then(|glance| glance.fingerprint))
    }

    async fn fingerprinted(&mut self, sides: &[Side<'_>]) -> Result<Vec<Glance>, DriverError> {
        let sql = match self {
            #[cfg(feature = "postgres")]
            Self::Postgres(connection) => {
                super::postgres::glance(connection.server_version_num(), sides)
            }
            #[cfg(feature = "mysql")]
            Self::MySql(_) => super::mysql::glance(sides),
            #[cfg(feature = "sqlite")]
            Self::Sqlite(_) => super::sqlite::glance(sides),
        };
        self.told(&sql, sides).await
    }

    /// What rows tell, each of a side by its place, or by its name in the last cell. A fingerprint may come in pieces, and
    /// is none where one of them cannot be told.
    async fn told(&mut self, sql: &str, sides: &[Side<'_>]) -> Result<Vec<Glance>, DriverError> {
        let places = places(sides);
        let mut pieces = vec![Some(Vec::new()); sides.len()];
        let mut seen = vec![None; sides.len()];
        for row in self.rows(sql).await? {
            let mut cells = row.into_iter();
            let mut cell = || cells.next().flatten();
            let (at, piece, kept, name) = (cell(), cell(), cell(), cell());
            let at = match (at, name) {
                (Some(at), _) => at.parse().ok(),
                (None, Some(name)) if sides.len() > 1 => places.get(name.as_str()).copied(),
                (None, _) => Some(0),
            };
            let Some(at) = at.filter(|at: &usize| *at < sides.len()) else {
                continue;
            };
            match (&mut pieces[at], piece) {
                (Some(all), Some(piece)) => all.push(piece),
                (all, _) => *all = None,
            }
            seen[at] = kept.or(seen[at].take());
        }
        let fingerprints = pieces.into_iter().map(|pieces| {
            let mut pieces = pieces?;
            pieces.retain(|piece: &String| !piece.is_empty());
            pieces.sort();
            (!pieces.is_empty()).then(|| digest(&pieces.join("\n")))
        });
        let glances = fingerprints.zip(seen);
        Ok(glances
            .map(|(fingerprint, seen)| Glance { fingerprint, seen })
            .collect())
    }
}

/// Where the side of each name stands.
fn places<'a>(sides: &[Side<'a>]) -> BTreeMap<&'a str, usize> {
    let names = sides.iter().zip(0..);
    names
        .filter_map(|(side, at)| match side.home {
            Home::Own => None,
            Home::Named(name) => Some((name, at)),
        })
        .collect()
}
