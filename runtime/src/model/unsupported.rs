//! What a database holds and the model cannot.

use serde::{Deserialize, Serialize};

use super::{Engine, TableName};

/// An object or a property that the model cannot represent. It is listed and never harmed.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Unsupported {
    /// The object's name, with its namespace or table.
    pub object: String,
    /// What it is, such as `view` or `trigger`.
    pub kind: String,
    /// Why it cannot be represented.
    pub reason: String,
    /// The table that carries it, or the table or type that it depends on: that must not be re-created or
    /// dropped while it is there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on: Option<TableName>,
    /// The column that it hangs on: that column must not be dropped, nor change its type.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub column: Option<String>,
    /// Its definition as the database tells it, to see whether two sides are alike.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub definition: Option<String>,
}

/// A key of a partition over an index that is attached to one of the divided table. Its definition ends
/// with its columns in parentheses.
pub(crate) const ATTACHED_KEY: &str = "attached key of a partition";

/// A reference from a table that the model cannot hold, on the table that it refers to. Its definition is the columns
/// that it refers to.
pub(crate) const REFERENCE: &str = "reference of an unmanaged table";

/// Privileges on a table, a column, or another object.
pub(crate) const GRANTS: &str = "grants";

/// Privileges on a namespace.
pub(crate) const SCHEMA_GRANTS: &str = "schema grants";

/// Privileges on what will be made, in a namespace or everywhere.
pub(crate) const DEFAULT_GRANTS: &str = "default grants";

/// What the server gathers about columns together.
pub(crate) const STATISTICS: &str = "extended statistics";

/// A comment of a constraint that is no object of its own. Its definition is the comment.
pub(crate) const CONSTRAINT_COMMENT: &str = "comment";

/// A comment of the index beneath a constraint. Its definition is the comment.
pub(crate) const INDEX_COMMENT: &str = "comment of an index";

/// A comment of the sequence that numbers a column. Its definition is the comment.
pub(crate) const SEQUENCE_COMMENT: &str = "comment of a sequence";

/// That rows are kept in the order of an index.
pub(crate) const CLUSTERED: &str = "clustered index";

/// Kinds that are a setting of their table or column: they go or stay with it, and break nothing.
const SETTINGS: &[&str] = &[
    ATTACHED_KEY,
    "check",
    CLUSTERED,
    "column of a partition",
    "column options",
    "column statistics target",
    CONSTRAINT_COMMENT,
    INDEX_COMMENT,
    SEQUENCE_COMMENT,
    "exclusion constraint",
    STATISTICS,
    "foreign key",
    GRANTS,
    "index statistics target",
    "key in parts",
    "not null constraint",
    "primary key option",
    "row level security",
    "sequence",
    "table access method",
];

impl Unsupported {
    /// Whether it is a setting of its table or column, rather than an object beside it.
    #[must_use]
    pub fn is_setting(&self) -> bool {
        SETTINGS.contains(&self.kind.as_str())
    }

    /// Whether it is a relation or a type, of which a schema has one under each name.
    pub(crate) fn is_whole(&self) -> bool {
        let kind = self.kind.as_str();
        let is_table = kind.ends_with(" table") && kind != REFERENCE;
        is_table
            || kind.ends_with(" type")
            || ["table", "enum", "partition", "sequence", "view"].contains(&kind)
    }

    /// Whether the table carries the object, rather than being named by it. Only PostgreSQL knows who names a table; the
    /// others look it up when the object is used, and list what a table carries.
    pub(crate) fn is_carried_by(&self, table: &TableName, engine: Engine) -> bool {
        let rest = self.object.strip_prefix(&table.to_string());
        matches!(self.kind.as_str(), "trigger" | "policy" | "rule")
            && (engine != Engine::Postgres || rest.is_some_and(|rest| rest.starts_with('.')))
    }
}
