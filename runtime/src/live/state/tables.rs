//! trueup's own tables, defined like any other and brought up to date by the same stages.
//!
//! In: the live schema. Out: the statements that create what is missing. Times are UTC texts, so that
//! they read the same on every engine.

use crate::dialect::{Statement, lower};
use crate::diff::{Edit, Ownership, compare, pair};
use crate::error::Error;
use crate::meta::ColumnWord::{self, MaxLength};
use crate::meta::{ColumnMeta, OptionMeta, Place, Registry, TableMeta, TableWord, ValueType};
use crate::model::{Object, Schema};
use crate::plan::{self, Sides};

use super::is_own;

/// The beginning of the names of trueup's own tables.
pub(super) const PREFIX: &str = "_trueup_";

pub(super) const STATE: TableMeta = own_table(
    "_trueup_state",
    &[
        text("application", &[MaxLength(100)]),
        text("desired", &[MaxLength(64)]),
        text("live", &[MaxLength(64)]),
        text("memory", &[]),
        text("updated_at", &[MaxLength(40)]),
        optional("seen", &[]),
    ],
    &["application"],
);

pub(crate) const MIGRATIONS: TableMeta = own_table(
    "_trueup_migrations",
    &[
        text("version", &[MaxLength(40)]),
        text("application", &[MaxLength(100)]),
        text("description", &[]),
        text("checksum", &[MaxLength(64)]),
        text("desired", &[MaxLength(64)]),
        optional("parent", &[MaxLength(64)]),
        text("status", &[MaxLength(20)]),
        text("started_at", &[MaxLength(40)]),
        optional("finished_at", &[MaxLength(40)]),
        optional("rolled_back_at", &[MaxLength(40)]),
        optional("error", &[]),
    ],
    &["version"],
);

pub(crate) const STEPS: TableMeta = own_table(
    "_trueup_steps",
    &[
        text("version", &[MaxLength(40)]),
        ColumnMeta {
            value: ValueType::I64,
            ..text("step", &[])
        },
        text("kind", &[MaxLength(40)]),
        text("object", &[]),
        text("statements", &[]),
        text("inverse", &[]),
        text("status", &[MaxLength(20)]),
        text("started_at", &[MaxLength(40)]),
        optional("finished_at", &[MaxLength(40)]),
        optional("error", &[]),
    ],
    &["version", "step"],
);

pub(super) const APPROVALS: TableMeta = own_table(
    "_trueup_approvals",
    &[
        text("plan", &[MaxLength(64)]),
        text("application", &[MaxLength(100)]),
        text("approved_at", &[MaxLength(40)]),
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
        place: Place::UNKNOWN,
        schema: None,
        name,
        columns,
        primary_key,
        words: &[TableWord::Options(&[UTF8])],
    }
}

/// Statements and reports hold any character, whatever the database is made for.
const UTF8: OptionMeta = OptionMeta {
    word: "charset",
    name: "charset",
    value: "utf8mb4",
};

const fn text(name: &'static str, words: &'static [ColumnWord]) -> ColumnMeta {
    ColumnMeta {
        name,
        field: name,
        value: ValueType::Text,
        nullable: false,
        words,
    }
}

const fn optional(name: &'static str, words: &'static [ColumnWord]) -> ColumnMeta {
    ColumnMeta {
        nullable: true,
        ..text(name, words)
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
