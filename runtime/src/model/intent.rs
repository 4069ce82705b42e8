//! What the code says beyond the schema itself.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::{ObjectId, TableName};

/// Renames and drops that the code declares, and where its tables come from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Intents {
    /// What is declared of each table.
    pub tables: BTreeMap<TableName, TableIntent>,
    /// Tables and columns that may be dropped with their data.
    pub dropped: BTreeSet<ObjectId>,
    /// Whether properties that a struct cannot state (comments, collations, storage settings, names
    /// that nobody chose) are taken as they are found.
    pub adopts_unstated: bool,
}

/// What is declared of one table.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TableIntent {
    /// Former names, newest first.
    pub renamed_from: Vec<TableName>,
    /// Former names of columns, newest first, under the present name.
    pub renamed_columns: BTreeMap<String, Vec<String>>,
    /// The struct.
    pub origin: Option<Origin>,
}

/// The struct that a table is declared by.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Origin {
    /// The crate.
    #[serde(rename = "crate")]
    pub crate_name: String,
    /// The module, with the crate as its first segment.
    pub module: String,
    /// The struct's name.
    pub struct_name: String,
}
