//! Primary and unique keys.
//!
//! In: columns, and what is said of each in the key. Out: both together. Knows no table.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::Name;

/// A primary key.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct PrimaryKey {
    /// Its name, where the dialect gives it one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<Name>,
    /// Its columns, in the order of the key.
    pub columns: Vec<String>,
    /// Clauses after the columns in the dialect's words, such as `DEFERRABLE`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub clauses: Vec<String>,
    /// What is said of single columns after their names, in the dialect's words, such as `(20) DESC` (MySQL) or
    /// ` COLLATE NOCASE DESC` (SQLite).
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub said: BTreeMap<String, String>,
}

impl PrimaryKey {
    /// Its columns, each with what is said of it.
    #[must_use]
    pub fn parts(&self) -> Vec<(&str, &str)> {
        parts(&self.columns, &self.said)
    }

    /// The same as one text.
    pub(crate) fn listed(&self) -> String {
        listed(self.parts())
    }

    /// The columns from the first on of which nothing is said: a foreign key may be over these.
    pub(crate) fn plain_columns(&self) -> &[String] {
        let plain = self.columns.iter();
        let plain = plain.take_while(|column| !self.said.contains_key(*column));
        &self.columns[..plain.count()]
    }
}

/// A unique constraint.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unique {
    /// Its name.
    pub name: Name,
    /// Its columns, in the order of the key.
    pub columns: Vec<String>,
    /// Clauses after the columns in the dialect's words, such as `DEFERRABLE`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub clauses: Vec<String>,
    /// What is said of single columns after their names, such as ` COLLATE NOCASE DESC` (SQLite).
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub said: BTreeMap<String, String>,
}

impl Unique {
    /// A unique constraint over columns of which nothing is said.
    #[must_use]
    pub const fn over(name: Name, columns: Vec<String>) -> Self {
        Self {
            name,
            columns,
            clauses: Vec::new(),
            said: BTreeMap::new(),
        }
    }

    /// Its columns, each with what is said of it.
    #[must_use]
    pub fn parts(&self) -> Vec<(&str, &str)> {
        parts(&self.columns, &self.said)
    }

    /// The same as one text.
    pub(crate) fn listed(&self) -> String {
        listed(self.parts())
    }
}

/// The columns of a key, each with what is said of it.
fn parts<'a>(columns: &'a [String], said: &'a BTreeMap<String, String>) -> Vec<(&'a str, &'a str)> {
    let said = |column: &String| said.get(column).map_or("", String::as_str);
    let columns = columns.iter();
    columns
        .map(|column| (column.as_str(), said(column)))
        .collect()
}

fn listed(parts: Vec<(&str, &str)>) -> String {
    let parts = parts.into_iter();
    let parts: Vec<String> = parts
        .map(|(column, said)| format!("{column}{said}"))
        .collect();
    parts.join(", ")
}
