//! What a database holds and the model cannot.

use serde::{Deserialize, Serialize};

use super::TableName;

/// An object or a property that the model cannot represent. It is listed and never harmed.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Unsupported {
    /// The object's name, with its namespace or table.
    pub object: String,
    /// What it is, such as `view` or `trigger`.
    pub kind: String,
    /// Why it cannot be represented.
    pub reason: String,
    /// The table that carries it or that it depends on: that table must not be re-created or
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
