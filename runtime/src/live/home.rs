//! The namespaces that tenants have each to itself: schemas of one PostgreSQL database, databases of one server of MySQL
//! or MariaDB.
//!
//! In: their names. Out: statements that look for them, make them and lead a session there.

use std::collections::BTreeMap;

use super::connection::Connection;
use super::state;
use crate::dialect::Dialect;
use crate::error::DriverError;
use crate::model::{Engine, Vendor};
use crate::plan::flavor;

/// Whose state is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Home<'a> {
    /// That of the namespace which the session is in.
    Own,
    /// That of this one.
    Named(&'a str),
}

/// What is known of a namespace before anything in it is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Presence {
    Missing,
    /// Without a state that can be read.
    Bare,
    WithState,
}

/// The dialect of the engine, as far as no version counts.
pub(super) fn dialect(engine: Engine) -> Dialect {
    let vendor = match engine {
        Engine::Postgres => Vendor::Postgres,
        Engine::MySql => Vendor::MySql,
        Engine::Sqlite => Vendor::Sqlite,
    };
    Dialect::of(flavor(vendor, None))
}

/// Why a name cannot be that of a tenant, as the end of a sentence.
pub(crate) fn problem(engine: Engine, name: &str) -> Option<String> {
    let limit = dialect(engine).ddl().capability().identifier_limit;
    let own = match engine {
        Engine::Postgres | Engine::Sqlite => &["information_schema"][..],
        Engine::MySql => &["information_schema", "mysql", "performance_schema", "sys"],
    };
    let is_own = own.iter().any(|own| own.eq_ignore_ascii_case(name))
        || engine == Engine::Postgres && name.starts_with("pg_");
    let is_too_long = match engine {
        Engine::MySql => name.chars().count() > limit,
        Engine::Postgres | Engine::Sqlite => name.len() > limit,
    };
    if name.is_empty() {
        Some("has no name".to_owned())
    } else if name.contains('\0') {
        Some("has a NUL in its name".to_owned())
    } else if is_own {
        Some("has the name of a namespace of the server itself".to_owned())
    } else if is_too_long {
        Some(format!(
            "has a name of more than the {limit} that the server keeps"
        ))
    } else {
        None
    }
}

/// A name as a text of PostgreSQL.
pub(super) fn literal(name: &str) -> String {
    dialect(Engine::Postgres).ddl().literal(name)
}

/// What a session's search path is in that namespace. Its own path goes on behind, as extensions are there.
pub(super) fn path(home: &str) -> String {
    let first = literal(&dialect(Engine::Postgres).ddl().quote(home));
    format!(
        "pg_catalog.concat_ws(', ', {first}, NULLIF(pg_catalog.current_setting('search_path'), ''))"
    )
}

/// Brings a session of PostgreSQL there, and tells where it is.
pub(super) fn enter(home: &str) -> String {
    format!(
        "SELECT pg_catalog.set_config('search_path', {}, false); SELECT pg_catalog.current_schema()::pg_catalog.text",
        path(home)
    )
}

impl Connection {
    /// Which of the namespaces are there, and which have a state that can be read.
    pub(crate) async fn presences(
        &mut self,
        names: &[String],
    ) -> Result<BTreeMap<String, Presence>, DriverError> {
        let dialect = dialect(self.engine());
        let literal = |name: &str| dialect.ddl().literal(name);
        let list: Vec<String> = names.iter().map(|name| literal(name)).collect();
        let question = match self.engine() {
            Engine::MySql => MYSQL_PRESENCES,
            Engine::Postgres | Engine::Sqlite => POSTGRES_PRESENCES,
        };
        let question = question
            .replace("{state}", &literal(state::TABLE))
            .replace("{names}", &list.join(", "));
        let rows = self.rows(&question).await?;
        let mut found: BTreeMap<String, Presence> = rows
            .into_iter()
            .filter_map(|row| match <[_; 2]>::try_from(row) {
                Ok([Some(name), Some(_)]) => Some((name, Presence::WithState)),
                Ok([Some(name), None]) => Some((name, Presence::Bare)),
                _ => None,
            })
            .collect();
        for name in names {
            found.entry(name.clone()).or_insert(Presence::Missing);
        }
        Ok(found)
    }

    /// Makes a namespace. That it is empty and nobody's yet is why no lock is held; who makes it at the same moment is
    /// as right.
    pub(crate) async fn make_home(&mut self, name: &str) -> Result<(), DriverError> {
        let make = dialect(self.engine()).create_home(name);
        match self.execute(&make).await {
            // On PostgreSQL `IF NOT EXISTS` fails when another session has made it and not yet committed
            // (23505, unique_violation); by now it has.
            Err(error) if is_unique_violation(&error) => self.execute(&make).await,
            outcome => outcome,
        }
    }
}

fn is_unique_violation(error: &DriverError) -> bool {
    let error = error.downcast_ref::<sqlx::Error>();
    let error = error.and_then(sqlx::Error::as_database_error);
    error.is_some_and(sqlx::error::DatabaseError::is_unique_violation)
}

const POSTGRES_PRESENCES: &str = "\
SELECT n.nspname::pg_catalog.text, \
  CASE WHEN pg_catalog.has_schema_privilege(n.oid, 'USAGE') AND pg_catalog.has_table_privilege(c.oid, 'SELECT') THEN 't' END \
FROM pg_catalog.pg_namespace n \
LEFT JOIN pg_catalog.pg_class c ON c.relnamespace = n.oid AND c.relname = {state} \
WHERE n.nspname IN ({names})";

const MYSQL_PRESENCES: &str = "\
SELECT s.SCHEMA_NAME, t.TABLE_NAME \
FROM information_schema.SCHEMATA s \
LEFT JOIN information_schema.TABLES t ON t.TABLE_SCHEMA = s.SCHEMA_NAME AND t.TABLE_NAME = {state} \
WHERE s.SCHEMA_NAME IN ({names})";
