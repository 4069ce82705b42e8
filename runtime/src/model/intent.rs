//! What the code says beyond the schema itself.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::{ObjectId, Options, Period, TableName, ValuesOf};

/// Renames and drops that the code declares, and where its tables come from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Intents {
    /// What is declared of each enum, once for each place that its values are kept in.
    pub enums: Vec<EnumIntent>,
    /// Former names of enum types, newest first, under the present name.
    pub renamed_enums: BTreeMap<TableName, Vec<TableName>>,
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

/// What is declared of one enum.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EnumIntent {
    /// Where its values are kept.
    pub place: ValuesOf,
    /// Former values, newest first, under the present one.
    pub renamed: Vec<(String, Vec<String>)>,
}

/// What is declared of one table.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TableIntent {
    /// Former names, newest first.
    pub renamed_from: Vec<TableName>,
    /// Former names of columns, newest first, under the present name.
    pub renamed_columns: BTreeMap<String, Vec<String>>,
    /// Partitions that are made as time goes on.
    pub rolling: Option<Rolling>,
    /// The struct.
    pub origin: Option<Origin>,
}

/// Partitions that are made as time goes on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rolling {
    /// The type of the column that decides, as the struct has it.
    pub value: crate::meta::ValueType,
    /// How long each is.
    pub period: Period,
    /// How many are made beyond the present one.
    pub ahead: u32,
    /// How many are kept before the present one; all where nothing is said.
    pub keep: Option<u32>,
    /// What their names begin with.
    pub prefix: String,
    /// What they began with under former names of the table, newest first.
    pub former_prefixes: Vec<String>,
    /// Settings of each.
    pub options: Options,
    /// The first name of those that are kept, once the day is known: names stand in the order of time.
    pub oldest: Option<String>,
}

impl Rolling {
    /// The name of the partition for the period of that number.
    #[must_use]
    pub fn name(&self, number: i64) -> String {
        let first = self.period.first_day(number);
        format!("{}{}", self.prefix, self.period.name(first))
    }

    /// The name that a partition has now, of which this may be one under a former name of the table.
    #[must_use]
    pub fn present_name(&self, partition: &str) -> String {
        let present = |old: &String| {
            let rest = partition.strip_prefix(old.as_str())?;
            Some(format!("{}{rest}", self.prefix)).filter(|name| self.names(name))
        };
        let found = self.former_prefixes.iter().find_map(present);
        found.unwrap_or_else(|| partition.to_owned())
    }

    /// Whether a partition of that name is one of these.
    #[must_use]
    pub fn names(&self, partition: &str) -> bool {
        let shape = |text: &str| -> String {
            let digit = |c: char| if c.is_ascii_digit() { '0' } else { c };
            text.chars().map(digit).collect()
        };
        shape(partition) == shape(&self.name(self.period.number(super::Day(0))))
    }

    /// Whether a partition of that name is one of these that stays.
    #[must_use]
    pub fn keeps(&self, partition: &str) -> bool {
        let is_recent = self
            .oldest
            .as_deref()
            .is_none_or(|oldest| partition >= oldest);
        self.names(partition) && is_recent
    }
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
