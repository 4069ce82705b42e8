//! Inspection of PostgreSQL.
//!
//! In: a connection. Out: the model of what is there, everything that the model cannot hold, and
//! the server's own spelling of expressions. Changes nothing and leaves nothing behind.
//!
//! The server writes the names of types and functions as the search path of the session asks:
//! whatever is not on it is written with its namespace. Two readings can be compared when both
//! ran under the same search path, and nothing here changes it.

mod beside;
mod catalogue;
mod column;
mod constraint;
mod enumeration;
mod index;
mod normalize;
mod outside;
mod partition;
mod row;
mod table;
mod unsupported;
mod view;

pub use normalize::normalize;

use sqlx::postgres::PgConnection;
use sqlx::{Connection, Row as _};

use self::catalogue::Snapshot;
use super::{Scope, Server};
use crate::error::Error;
use crate::model::{Flavor, Schema, Token, Vendor, Version, tokens};

/// Vendor and version of the server, and the first namespace of the search path that is there.
///
/// # Errors
///
/// When the server does not answer, or its version is not a number.
pub async fn server(connection: &mut PgConnection) -> Result<Server, Error> {
    let failed = |source| failed("the version of the server", source);
    let question = "SELECT pg_catalog.current_setting('server_version_num'), pg_catalog.current_schema()::text, \
         pg_catalog.current_setting('search_path'), current_user::text";
    let row = sqlx::raw_sql(question)
        .fetch_one(connection)
        .await
        .map_err(failed)?;
    let number: u32 = row
        .try_get::<String, _>(0)
        .map_err(failed)?
        .parse()
        .map_err(|source| Error::Inspect {
            what: "the version of the server".to_owned(),
            source: Some(Box::new(source)),
        })?;
    let part = |number: u32| u16::try_from(number).unwrap_or(u16::MAX);
    // Since version 10 the number is the major version and four digits for the minor one.
    let version = Version(part(number / 10_000), part(number % 10_000), 0);
    let text = |at| row.try_get::<String, _>(at).map_err(failed);
    let namespace: Option<String> = row.try_get(1).map_err(failed)?;
    Ok(Server {
        flavor: Flavor::new(Vendor::Postgres, version),
        passed_over: search_path(&text(2)?, &text(3)?)
            .into_iter()
            .take_while(|name| Some(name) != namespace.as_ref())
            .collect(),
        namespace,
    })
}

/// The names in a search path (PostgreSQL manual, "The Schema Search Path").
fn search_path(setting: &str, user: &str) -> Vec<String> {
    let names = tokens(setting).into_iter().filter_map(|token| match token {
        Token::Quoted(_, text) if text == "\"$user\"" => Some(user.to_owned()),
        Token::Quoted(_, text) => {
            let inner = text.strip_prefix('"')?.strip_suffix('"')?;
            Some(inner.replace("\"\"", "\""))
        }
        Token::Word(name, _) => Some(name),
        _ => None,
    });
    names.collect()
}

/// The model of the namespaces, read in one round trip.
///
/// Inside a transaction that sqlx began, it sees what that transaction sees; otherwise all of it is
/// read from one snapshot.
///
/// # Errors
///
/// When the server refuses to tell.
pub async fn inspect(
    connection: &mut PgConnection,
    flavor: Flavor,
    scope: &Scope,
) -> Result<Schema, Error> {
    let snapshot = if connection.is_in_transaction() {
        Snapshot::Session
    } else {
        Snapshot::Own
    };
    let statements = catalogue::statements(flavor, scope, snapshot);
    let sets = row::fetch(connection, &statements)
        .await
        .map_err(|source| failed("the catalogue", source))?;
    let catalogue = catalogue::Catalogue::of(sets);
    let mut schema = Schema::new(flavor);
    schema.namespaces.clone_from(&catalogue.namespaces);
    table::read(&catalogue, &mut schema);
    outside::read(&catalogue, &mut schema);
    enumeration::read(&catalogue, &mut schema);
    view::read(&catalogue, &mut schema);
    unsupported::read(&catalogue, &mut schema);
    beside::read(&catalogue, &mut schema);
    Ok(schema.sorted())
}

fn failed(what: &str, source: sqlx::Error) -> Error {
    Error::Inspect {
        what: what.to_owned(),
        source: Some(Box::new(source)),
    }
}

#[cfg(test)]
mod tests {
    use super::search_path;

    #[test]
    fn a_search_path_is_a_list_of_names() {
        for (setting, names) in [
            ("\"$user\", public", &["ann", "public"][..]),
            (
                "Audit, \"My \"\"own\"\", one\"",
                &["audit", "My \"own\", one"],
            ),
            ("", &[]),
        ] {
            assert_eq!(search_path(setting, "ann"), names);
        }
    }
}
