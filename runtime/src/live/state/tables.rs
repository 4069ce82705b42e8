//! trueup's own tables, defined like any other and brought up to date by the same stages.
//!
//! In: the live schema. Out: the statements that create what is missing. Times are UTC texts, so that
//! they read the same on every engine.

use crate::dialect::{Statement, lower};
use crate::diff::{Edit, Ownership, compare, pair};
use crate::error::Error;
use crate::meta::{ColumnMeta, Registry, TableMeta, ValueType};
use crate::model::{Object, Schema};
use crate::plan::{self, Sides};

use super::is_own;

/// The beginning of the names of trueup's own tables.
pub(super) const PREFIX: &str = "_trueup_";

pub(super) const STATE: TableMeta = own_table(
    "_trueup_state",
    &[
        text("application", Some(100)),
        text("desired", Some(64)),
        text("live", Some(64)),
        text("memory", None),
        text("updated_at", Some(40)),
    ],
    &["application"],
);

pub(crate) const MIGRATIONS: TableMeta = own_table(
    "_trueup_migrations",
    &[
        text("version", Some(40)),
        text("application", Some(100)),
        text("description", None),
        text("checksum", Some(64)),
        text("desired", Some(64)),
        optional("parent", Some(64)),
        text("status", Some(20)),
        text("started_at", Some(40)),
        optional("finished_at", Some(40)),
        optional("rolled_back_at", Some(40)),
        optional("error", None),
    ],
    &["version"],
);

pub(crate) const STEPS: TableMeta = own_table(
    "_trueup_steps",
    &[
        text("version", Some(40)),
        ColumnMeta {
            value: ValueType::I64,
            ..text("step", None)
        },
        text("kind", Some(40)),
        text("object", None),
        text("statements", None),
        text("inverse", None),
        text("status", Some(20)),
        text("started_at", Some(40)),
        optional("finished_at", Some(40)),
        optional("error", None),
    ],
    &["version", "step"],
);

pub(super) const APPROVALS: TableMeta = own_table(
    "_trueup_approvals",
    &[
        text("plan", Some(64)),
        text("application", Some(100)),
        text("approved_at", Some(40)),
    ],
    &["plan", "application"],
);

const fn own_table(
    name: &'static str,
    columns: &'static [ColumnMeta],
    primary_key: &'static [&'static str],
) -> TableMeta {
    TableMeta {
        rust_name: "",
        module: "trueup",
        schema: None,
        name,
        renamed_from: &[],
        columns,
        primary_key,
        uniques: &[],
        indexes: &[],
        foreign_keys: &[],
        checks: &[],
        dropped: &[],
    }
}

const fn text(name: &'static str, max_length: Option<u32>) -> ColumnMeta {
    ColumnMeta {
        name,
        field: name,
        value: ValueType::Text,
        nullable: false,
        auto_increment: false,
        max_length,
        default: None,
        renamed_from: &[],
    }
}

const fn optional(name: &'static str, max_length: Option<u32>) -> ColumnMeta {
    ColumnMeta {
        nullable: true,
        ..text(name, max_length)
    }
}

/// Statements that create what is missing of trueup's own tables.
pub(crate) fn bootstrap(live: &Schema) -> Result<Vec<Statement>, Error> {
    let internal = |error: String| Error::Internal(error);
    let registry = Registry::of(&[&STATE, &MIGRATIONS, &STEPS, &APPROVALS])
        .map_err(|error| internal(error.to_string()))?;
    let desired = lower(&registry, live.flavor)?;
    let own = Schema {
        tables: live
            .tables
            .iter()
            .filter(|table| is_own(&table.name))
            .cloned()
            .collect(),
        ..Schema::new(live.flavor)
    };
    let paired = pair(None, &own, &desired.schema, &desired.intents);
    let mut difference = compare(&paired, Ownership::Recorded);
    difference.changes.retain(|change| {
        matches!(
            change.edit,
            Edit::Create(Object::Table(_) | Object::Column(..))
        )
    });
    let sides = Sides {
        live: &own,
        renamed: &paired.live,
        desired: &paired.desired,
    };
    let plan = plan::plan(&difference, sides).map_err(|cycle| internal(cycle.to_string()))?;
    Ok(plan
        .steps
        .into_iter()
        .flat_map(|step| step.statements)
        .collect())
}
