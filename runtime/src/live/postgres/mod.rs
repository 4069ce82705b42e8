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
mod census;
mod column;
mod constraint;
mod enumeration;
mod fingerprint;
mod index;
mod normalize;
mod outside;
mod partition;
mod rehearse;
mod row;
mod statements;
mod table;
mod unsupported;
mod vendor;
mod view;

pub(super) use fingerprint::glance;
pub use normalize::normalize;
pub(super) use rehearse::rehearse;

use sqlx::postgres::PgConnection;
use sqlx::{AssertSqlSafe, Connection, Row as _};

use self::catalogue::Catalogue;
use self::statements::{Snapshot, statements};
use self::vendor::{Answers, Probe};
use super::connection::Rows;
use super::{Scope, Server, state};
use crate::dialect::postgres::literal;
use crate::error::Error;
use crate::model::{Flavor, Schema, Token, tokens};

const SERVER: &str = "\
    SELECT pg_catalog.current_setting('server_version_num'), pg_catalog.current_schema()::text, \
    pg_catalog.current_setting('search_path'), current_user::text, pg_catalog.version(), \
    EXISTS (SELECT 1 FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace \
      WHERE n.nspname = 'sys' AND c.relname = 'iam_pg_role_mappings'), \
    EXISTS (SELECT 1 FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace \
      WHERE n.nspname = 'pg_catalog' AND c.relname = 'pg_dist_partition'), \
    EXISTS (SELECT 1 FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace \
      WHERE n.nspname = pg_catalog.current_schema() AND c.relname = {state}), {census}";

/// Vendor and version of the server, and the first namespace of the search path that is there.
///
/// # Errors
///
/// When the server does not answer, or is not one that is migrated.
pub async fn server(connection: &mut PgConnection) -> Result<Server, Error> {
    server_after(connection, "").await
}

/// The same after other statements, in one round trip.
pub(super) async fn server_after(
    connection: &mut PgConnection,
    before: &str,
) -> Result<Server, Error> {
    let failed = |source| failed("the version of the server", source);
    let state = literal(state::TABLE);
    let question = SERVER
        .replace("{state}", &state)
        .replace("{census}", &census::question());
    let sql = [before, &question].concat();
    let rows = sqlx::raw_sql(AssertSqlSafe(sql))
        .fetch_all(&mut *connection)
        .await;
    let row = match rows.map(|mut rows| rows.pop()) {
        Ok(Some(row)) => row,
        Ok(None) => return Err(failed(sqlx::Error::RowNotFound)),
        Err(source) => return Err(other(connection).await.unwrap_or_else(|| failed(source))),
    };
    let text = |at| row.try_get::<String, _>(at).map_err(failed);
    let namespace: Option<String> = row.try_get(1).map_err(failed)?;
    let mut answers = Answers {
        version: text(4)?,
        number: text(0)?,
        probes: Vec::new(),
    };
    if row.try_get(5).map_err(failed)? {
        answers.probes.push(Probe::Dsql);
    }
    // A question about a table that is not there would be an error.
    if row.try_get(6).map_err(failed)? && is_distributed(connection).await? {
        answers.probes.push(Probe::Citus);
    }
    let flavor = vendor::flavor(&answers).map_err(|reason| Error::Connect {
        reason,
        source: None,
    })?;
    Ok(Server {
        flavor,
        passed_over: search_path(&text(2)?, &text(3)?)
            .into_iter()
            .take_while(|name| Some(name) != namespace.as_ref())
            .collect(),
        namespace,
        keeps_state: Some(row.try_get(7).map_err(failed)?),
        lacking: census::lacking(&text(8)?),
    })
}

/// Why the server is not migrated, where it cannot even be asked what it is.
async fn other(connection: &mut PgConnection) -> Option<Error> {
    let row = sqlx::raw_sql("SELECT version()")
        .fetch_one(connection)
        .await;
    let version: String = row.ok()?.try_get(0).ok()?;
    let source = None;
    vendor::other(&version).map(|reason| Error::Connect { reason, source })
}

/// Whether Citus distributes tables of this database.
async fn is_distributed(connection: &mut PgConnection) -> Result<bool, Error> {
    let row = sqlx::raw_sql("SELECT EXISTS (SELECT FROM pg_catalog.pg_dist_partition)")
        .fetch_one(connection)
        .await
        .map_err(|source| failed("the tables of Citus", source))?;
    row.try_get(0)
        .map_err(|source| failed("the tables of Citus", source))
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

/// The model of the namespaces, read in one round trip, when something may have been made since the server told what it
/// is.
///
/// Inside a transaction that sqlx began, it sees what that transaction sees; otherwise all of it is
/// read from one snapshot.
///
/// # Errors
///
/// When the server refuses to tell.
pub async fn inspect(
    connection: &mut PgConnection,
    server: &Server,
    scope: &Scope,
) -> Result<Schema, Error> {
    let lacking = census::beside_tables(server.lacking.clone());
    let read = read(connection, server.flavor, scope, &lacking, "").await?;
    Ok(read.0)
}

/// The same as soon as the server has told, and the rows of one more text of statements as of the same moment.
pub(super) async fn inspect_and_ask(
    connection: &mut PgConnection,
    server: &Server,
    scope: &Scope,
    question: &str,
) -> Result<(Schema, Rows), Error> {
    read(connection, server.flavor, scope, &server.lacking, question).await
}

/// Reads without what is lacking, and once more when it is there after all.
async fn read(
    connection: &mut PgConnection,
    flavor: Flavor,
    scope: &Scope,
    lacking: &[&str],
    question: &str,
) -> Result<(Schema, Rows), Error> {
    let snapshot = if connection.is_in_transaction() {
        Snapshot::Session
    } else {
        Snapshot::Own
    };
    let mut statements = statements(flavor, scope, snapshot, lacking);
    let count = statements.len();
    statements.push(format!("SELECT {}", census::question()));
    statements.push(question.to_owned());
    let mut sets = row::fetch(connection, &statements)
        .await
        .map_err(|source| failed("the catalogue", source))?;
    let mut beside = sets.split_off(count).into_iter();
    let counted = beside.next().unwrap_or_default();
    let still = census::lacking(counted.first().map_or("", |row| row.borrowed(0)));
    if !lacking.iter().all(|kind| still.contains(kind)) {
        return Box::pin(read(connection, flavor, scope, &[], question)).await;
    }
    let catalogue = Catalogue::of(sets);
    let mut schema = Schema::new(flavor);
    schema.namespaces = catalogue.namespaces();
    table::read(&catalogue, &mut schema);
    outside::read(&catalogue, &mut schema);
    enumeration::read(&catalogue, &mut schema);
    view::read(&catalogue, &mut schema);
    unsupported::read(&catalogue, &mut schema);
    beside::read(&catalogue, &mut schema);
    let answers = beside.flatten().map(|row| row.texts());
    Ok((schema.sorted(), answers.collect()))
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
