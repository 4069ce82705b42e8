//! What stands beside the tables: extensions, types and sequences.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Check, TableName};

/// An extension (PostgreSQL).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Extension {
    /// Its name.
    pub name: String,
    /// The namespace that it is installed in, where one is chosen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub schema: Option<String>,
    /// Its version, where one is chosen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
    /// The types that it brings, as far as they are known. They follow from the rest, and are not
    /// compared.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub provides: Vec<String>,
    /// Whether it stays in its namespace once it is installed. Not compared either.
    #[serde(default, skip_serializing_if = "super::is_false")]
    pub is_fixed: bool,
}

/// An enum type (PostgreSQL).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EnumType {
    /// Its name.
    #[serde(flatten)]
    pub name: TableName,
    /// Its values, least first.
    pub values: Vec<String>,
    /// Its comment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
}

/// A domain (PostgreSQL).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Domain {
    /// Its name.
    #[serde(flatten)]
    pub name: TableName,
    /// The type beneath it as the catalogue spells it.
    #[serde(rename = "type")]
    pub data_type: String,
    /// Its collation, where it is not the one of the type beneath it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub collation: Option<String>,
    /// Whether NULL is allowed.
    #[serde(default)]
    pub nullable: bool,
    /// Its default as an expression of the dialect.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default: Option<String>,
    /// Its checks, sorted by name; `VALUE` stands for the value.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub checks: Vec<Check>,
    /// The comments of its checks, by their names.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub check_comments: BTreeMap<String, String>,
    /// Its comment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
}

impl Domain {
    /// Whether both are over the same type: one of another type can only be made again.
    pub(crate) fn is_alike_beneath(&self, other: &Self) -> bool {
        (&self.data_type, &self.collation) == (&other.data_type, &other.collation)
    }
}

/// A sequence that is an object of its own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sequence {
    /// Its name.
    #[serde(flatten)]
    pub name: TableName,
    /// Settings that differ from those of a plain `CREATE SEQUENCE`: `as`, `start`, `increment`,
    /// `minimum`, `maximum`, `cache`, `cycle`.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub options: BTreeMap<String, String>,
    /// The column that it goes with, where there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owned_by: Option<(TableName, String)>,
    /// Its comment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
}
