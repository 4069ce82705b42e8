//! `diff`: how two schemas differ.

use serde::Serialize;

use super::arguments::Diff;
use super::script::Script;
use super::side::{Loaded, Side, structs};
use super::{Exit, Output};
use crate::comparison::Comparison;
use crate::config::Config;
use crate::dialect::Desired;
use crate::diff::{Difference, Ownership, named_as_live};
use crate::error::Error;
use crate::live::Connection;
use crate::live::state::Memory;
use crate::migrate::check_engine;
use crate::model::{Intents, Schema};
use crate::report::{ChangeReport, FORMAT, UnsupportedReport};

/// The difference as JSON.
#[derive(Debug, Serialize)]
struct Document {
    format: u32,
    changes: Vec<ChangeReport>,
    foreign: Vec<ChangeReport>,
    unsupported: Vec<UnsupportedReport>,
}

/// Both schemas, and a session to ask about expressions.
struct Pair {
    live: Schema,
    desired: Desired,
    memory: Option<Memory>,
    connection: Option<Connection>,
}

pub(super) async fn diff(options: &Diff, config: &Config) -> Result<Output, Error> {
    let (from, to) = (Side::parse(&options.from)?, Side::parse(&options.to)?);
    let chooses = matches!(&from, Side::Database(target) if target.chooses_namespace());
    let from = from.load(config).await?;
    let home = from.as_ref().and_then(|from| from.namespace.as_deref());
    let home = home.filter(|_| !chooses);
    let to = to.load_beside(home, config).await?;
    let mut pair = pair(from, to).await?;
    let ownership = if options.prune {
        Ownership::Everything
    } else {
        Ownership::Recorded
    };
    let compared = Comparison::of(
        &pair.live,
        &pair.desired,
        pair.memory.as_ref(),
        ownership,
        pair.connection.as_mut(),
    )
    .await?;
    if let Some(connection) = pair.connection {
        connection.close().await;
    }

    let document = Document::of(&compared.difference);
    let is_different = !document.changes.is_empty() || !document.unsupported.is_empty();
    let exit = Exit::differences_if(is_different);
    if options.format.json {
        return Output::json(&document, exit);
    }
    let text = if options.format.sql {
        let plan = compared.plan(&pair.live)?;
        Script::of_everything(&plan, &pair.live)?.in_transactions()
    } else {
        document.text()
    };
    Ok(Output::done(text).ending(exit))
}

/// Structs take the server of the other side.
async fn pair(from: Option<Loaded>, to: Option<Loaded>) -> Result<Pair, Error> {
    let (from, to) = match (from, to) {
        (Some(from), Some(to)) => (from, to),
        (Some(from), None) => {
            return Ok(Pair {
                desired: structs(&from)?,
                live: from.schema,
                memory: from.state.memory,
                connection: from.connection,
            });
        }
        (None, Some(mut to)) => {
            return Ok(Pair {
                live: named_as_in(&mut to).await?,
                desired: stated(to.schema),
                memory: None,
                connection: to.connection,
            });
        }
        (None, None) => {
            return Err(Error::Config {
                reason: "structs alone are of no kind of database: one side must be another schema"
                    .to_owned(),
            });
        }
    };
    check_engine(to.schema.flavor, from.schema.flavor)?;
    let connection = match (from.connection, to.connection) {
        (Some(connection), Some(unused)) => {
            unused.close().await;
            Some(connection)
        }
        (connection, None) | (None, connection) => connection,
    };
    Ok(Pair {
        live: from.schema,
        desired: stated(to.schema),
        memory: from.state.memory,
        connection,
    })
}

/// The structs, with the names and the spelling that their objects have in the other schema: nobody
/// chose them.
async fn named_as_in(other: &mut Loaded) -> Result<Schema, Error> {
    let desired = structs(other)?;
    let connection = other.connection.as_mut();
    let compared = Comparison::of(
        &other.schema,
        &desired,
        None,
        Ownership::Recorded,
        connection,
    );
    Ok(named_as_live(&compared.await?.paired))
}

fn stated(schema: Schema) -> Desired {
    Desired {
        schema,
        intents: Intents::default(),
    }
}

impl Document {
    fn of(difference: &Difference) -> Self {
        let Difference {
            changes,
            foreign,
            unsupported,
        } = difference;
        Self {
            format: FORMAT,
            changes: changes.iter().map(ChangeReport::from).collect(),
            foreign: foreign.iter().map(ChangeReport::from).collect(),
            unsupported: unsupported.iter().map(UnsupportedReport::from).collect(),
        }
    }

    fn text(&self) -> String {
        let mut lines: Vec<String> = Vec::new();
        let words = |kind: &str| kind.replace('_', " ");
        for change in &self.changes {
            lines.push(format!("{} `{}`", words(&change.kind), change.object));
        }
        for item in &self.foreign {
            lines.push(format!(
                "only in the first, and not ours: {} `{}`",
                words(&item.kind),
                item.object
            ));
        }
        for item in &self.unsupported {
            lines.push(format!(
                "not compared: {} `{}`: {}",
                item.kind, item.object, item.reason
            ));
        }
        // What hangs on several tables is listed with each.
        lines.dedup();
        if lines.is_empty() {
            lines.push("no difference".to_owned());
        }
        lines.join("\n") + "\n"
    }
}
