//! Schemas compared and planned without a database.

use trueup::dialect::Desired;
use trueup::diff::{Ownership, compare, pair};
use trueup::model::Schema;
use trueup::plan::{Plan, Sides, plan};

/// The schema as a server tells it: there, every name is one that somebody chose.
///
/// # Panics
///
/// Never: a schema can be written and read.
#[must_use]
pub fn as_read(schema: &Schema) -> Schema {
    let text = serde_json::to_string(schema).expect("a schema has string keys only");
    serde_json::from_str(&text).expect("a schema")
}

/// The plan from a schema to what is desired, in which everything is ours.
///
/// # Panics
///
/// When the steps have no order, which is a fault of trueup.
#[must_use]
pub fn planned(live: &Schema, desired: &Desired) -> Plan {
    let paired = pair(None, live, &desired.schema, &desired.intents);
    let difference = compare(&paired, Ownership::Everything);
    let sides = Sides {
        live,
        renamed: &paired.live,
        desired: &paired.desired,
    };
    plan(&difference, sides).expect("an order of the steps")
}
