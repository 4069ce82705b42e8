//! What the code says beyond the schema itself.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::{ObjectId, TableName};

/// Renames and drops that the code declares, and where its tables come from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Intents {
    /// What is declared of each table.
    pub tables: BTreeMap<TableName, TableIntent>,
    /// What may be dropped with the data that it holds.
    pub dropped: BTreeSet<ObjectId>,
    /// Former identities of objects beside the tables, newest first.
    pub renamed_from: BTreeMap<ObjectId, Vec<ObjectId>>,
    /// The settings that the code states of an object whose settings are otherwise taken as they are
    /// found, in the words of the model.
    pub stated: BTreeMap<ObjectId, BTreeSet<String>>,
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
