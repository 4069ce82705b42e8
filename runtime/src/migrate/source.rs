//! Where the desired schema comes from.
//!
//! In: the structs that are linked or given, or a schema. Out: the desired side for one server; or what
//! is wrong with the definitions.

use std::collections::BTreeSet;

use super::Migrator;
use crate::dialect::{Desired, Dialect, SchemaError, lower_within};
use crate::error::{Error, schema_problem};
use crate::live::Server;
use crate::live::clock;
use crate::live::state::{self, State};
use crate::meta::{Problem, Registry};
use crate::model::{Day, Flavor, Intents, ObjectId, Schema};

/// Where the desired schema comes from.
#[derive(Debug, Clone)]
pub(super) enum Source {
    Linked,
    Given(Registry),
    Schema(Box<Schema>),
}

impl Migrator {
    pub(super) fn desired(&self, server: &Server) -> Result<Desired, Error> {
        let today = self.today.unwrap_or_else(clock::today);
        match &self.source {
            Source::Schema(schema) => {
                check_engine(schema.flavor, server.flavor)?;
                // Written by hand it may say in other words what the catalogue says.
                let dialect = Dialect::of(server.flavor);
                Ok(Desired {
                    schema: dialect
                        .ddl()
                        .canonical(state::without_own((**schema).clone())),
                    intents: Intents::default(),
                })
            }
            Source::Linked => linked(server, today),
            Source::Given(registry) => lowered(registry, server, today),
        }
    }

    /// A crate that was there at the last run and is not linked now was forgotten, not deleted.
    pub(super) fn check_registry(&self, desired: &Desired, state: &State) -> Result<(), Error> {
        let (Source::Linked | Source::Given(_), Some(memory)) = (&self.source, &state.memory)
        else {
            return Ok(());
        };
        let linked: BTreeSet<&str> = desired
            .intents
            .tables
            .values()
            .filter_map(|intent| intent.origin.as_ref())
            .map(|origin| origin.crate_name.as_str())
            .collect();
        let mut missing: BTreeSet<(&str, Vec<String>)> = BTreeSet::new();
        for (_, origin) in &memory.origins {
            if linked.contains(origin.crate_name.as_str()) {
                continue;
            }
            let tables: Vec<String> = memory
                .origins
                .iter()
                .filter(|(table, other)| {
                    other.crate_name == origin.crate_name
                        && !desired
                            .intents
                            .dropped
                            .contains(&ObjectId::Table(table.clone()))
                        && desired.schema.table(table).is_none()
                })
                .map(|(table, _)| table.to_string())
                .collect();
            if !tables.is_empty() {
                missing.insert((&origin.crate_name, tables));
            }
        }
        let problems: Vec<Problem> = missing
            .into_iter()
            .map(|(name, tables)| {
                Problem::new(format!(
                    "no table of crate `{name}` is linked into this program, and the database has {} of it\n\
                     help: write `trueup::link!({name});` beside your `main`; if the crate is gone for good, say \
                     `trueup::dropped_table!(\"...\");` for each of its tables",
                    tables.join(", ")
                ))
            })
            .collect();
        if problems.is_empty() {
            return Ok(());
        }
        Err(Error::Schema(SchemaError { problems }))
    }
}

/// A schema is wanted on the kind of database that it is written for.
pub(crate) fn check_engine(desired: Flavor, live: Flavor) -> Result<(), Error> {
    if desired.engine() == live.engine() {
        return Ok(());
    }
    Err(Error::Config {
        reason: format!("the desired schema is one of {desired}, the database is {live}"),
    })
}

/// The desired schema of the structs, for the server and the day.
pub(crate) fn lowered(registry: &Registry, server: &Server, today: Day) -> Result<Desired, Error> {
    if registry.tables().is_empty() {
        return Err(schema_problem(
            "no table is linked into this program\n\
             help: a crate that no path names is not linked: write `trueup::link!(models);` with the name of the crate that \
             holds your structs, also in each integration test, or give a list: `Registry::of(trueup::tables![...])`",
        ));
    }
    let desired = lower_within(registry, server.flavor, server.namespace.as_deref())?;
    Ok(desired.rolled(today))
}

/// The desired schema of the structs that are linked, for the server and the day.
pub(crate) fn linked(server: &Server, today: Day) -> Result<Desired, Error> {
    let duplicates = match Registry::linked() {
        Ok(registry) => return lowered(&registry, server, today),
        Err(error) => error,
    };
    // What else is wrong is told as well.
    let (mut problems, rest) = duplicates.into_parts();
    if let Err(others) = lower_within(&rest, server.flavor, server.namespace.as_deref()) {
        problems.extend(others.problems);
    }
    Err(Error::Schema(SchemaError { problems }))
}

/// A namespace that would become the connection's own as soon as it is made: what has no namespace in
/// code would be looked for there, and not where its rows are.
pub(super) fn check_home(server: &Server, desired: &Desired, live: &Schema) -> Result<(), Error> {
    let wanted = desired.schema.namespaces.iter();
    let mut missing = wanted.filter(|name| !live.namespaces.contains(name));
    let Some(name) = missing.find(|name| server.passed_over.contains(name)) else {
        return Ok(());
    };
    let own = server.namespace.as_deref().unwrap_or("none");
    Err(schema_problem(format!(
        "the schema `{name}` is not there, and it stands in the search path before `{own}`, which names without a schema mean \
         now; they would mean `{name}` as soon as it is made\n\
         help: create it before the first start, or take it out of the search path: `ALTER ROLE ... SET search_path = ...`"
    )))
}
