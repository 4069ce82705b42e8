//! How a table is divided, and the parts that it is divided into.
//!
//! In: what a catalogue tells, or what lowering makes of a struct. Out: values that are compared
//! whatever the server does to their spelling. Knows no statement.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Engine, Options, Schema, Table, TableName, Token, tokens};

/// How the rows of a table are divided among its partitions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Partitioning {
    /// The method in the dialect's words, such as `RANGE` or `LIST COLUMNS`.
    pub method: String,
    /// What stands in the parentheses behind it: columns or expressions.
    pub key: String,
    /// Over how many partitions rows are spread, where the server cannot change that in place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub modulus: Option<u32>,
}

impl Partitioning {
    /// Whether both divide rows alike.
    #[must_use]
    pub fn is_same_as(&self, other: &Self) -> bool {
        let counts = [self.modulus, other.modulus];
        // Without a partition nothing tells over how many rows are spread.
        let is_alike = counts.contains(&None) || self.modulus == other.modulus;
        is_alike && self.method == other.method && words(&self.key) == words(&other.key)
    }

    /// Whether a row's partition depends on the column.
    #[must_use]
    pub fn uses(&self, column: &str) -> bool {
        let column = column.to_lowercase();
        tokens(&self.key)
            .iter()
            .any(|token| token.identifier() == Some(column.as_str()))
    }

    /// Whether rows are spread evenly, by no property that a name could tell.
    #[must_use]
    pub fn is_spread(&self) -> bool {
        let mut words = self.method.split(' ');
        words.any(|word| matches!(word, "HASH" | "KEY"))
    }
}

/// A partition of a table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Partition {
    /// Its name. On PostgreSQL it is a table of that name.
    pub name: String,
    /// Its namespace, where it is another one than that of the divided table (PostgreSQL).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub namespace: Option<Namespace>,
    /// Which rows it holds, in the words that stand behind its name in the dialect.
    pub bound: String,
    /// Settings of its own in the dialect's words.
    #[serde(default, skip_serializing_if = "Options::is_empty")]
    pub options: Options,
    /// What it has and the divided table has not (PostgreSQL): keys, indexes, foreign keys, checks, and
    /// columns with a NOT NULL, default or comment of its own. Each is a fact under the partition's name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub own: Option<Box<Table>>,
}

/// The bound of a partition that is no part of its table for a moment. No server knows it.
const OFF: &str = "off";

/// A namespace that is said by name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Namespace {
    /// The default one.
    Default,
    /// The one of that name.
    Named(String),
}

impl Partition {
    /// A partition without settings.
    pub fn new(name: impl Into<String>, bound: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            bound: bound.into(),
            namespace: None,
            options: Options::new(),
            own: None,
        }
    }

    /// Its name as a table, when it is of the divided table of that name.
    #[must_use]
    pub fn table(&self, divided: &TableName) -> TableName {
        match &self.namespace {
            None => divided.renamed(&self.name),
            Some(Namespace::Default) => TableName::new(&self.name),
            Some(Namespace::Named(schema)) => TableName::within(Some(schema), &self.name),
        }
    }

    /// The partition without what it has alone.
    #[must_use]
    pub(crate) fn bare(&self) -> Self {
        Self {
            own: None,
            ..self.clone()
        }
    }

    /// The partition while it is no part of its table for a moment (PostgreSQL).
    #[must_use]
    pub(crate) fn off_its_table(&self) -> Self {
        Self {
            bound: OFF.to_owned(),
            ..self.clone()
        }
    }

    /// Whether it is no part of its table for a moment.
    #[must_use]
    pub(crate) fn is_off_its_table(&self) -> bool {
        self.bound == OFF
    }

    /// Whether both hold the same rows.
    #[must_use]
    pub fn has_bound_of(&self, other: &Self) -> bool {
        words(&self.bound) == words(&other.bound)
    }

    /// By what number a hash is divided to find its rows, and with which remainder.
    #[must_use]
    pub fn modulus(&self) -> Option<u32> {
        let (_, rest) = self.bound.split_once("modulus ")?;
        rest.split(',').next()?.trim().parse().ok()
    }

    /// Whether it holds what no other partition does.
    #[must_use]
    pub fn is_default(&self) -> bool {
        self.bound == "DEFAULT"
    }
}

impl Schema {
    /// Every partition by its name as a table, with the table that it is of. Elsewhere than on PostgreSQL a
    /// table may have the name of a partition.
    pub(crate) fn parts(&self) -> BTreeMap<TableName, &TableName> {
        let are_tables = self.flavor.engine() == Engine::Postgres;
        let tables = self.tables.iter().filter(|_| are_tables);
        let parts = tables.flat_map(|table| {
            let names = table.partitions.iter().map(|one| one.table(&table.name));
            names.map(|name| (name, &table.name))
        });
        parts.collect()
    }

    /// The table of that name; of a partition, what it has alone.
    pub(crate) fn holder(&self, name: &TableName) -> Option<&Table> {
        self.table(name).or_else(|| {
            let mut holders = self.holders();
            holders.find_map(|(own, holder)| (own == *name).then_some(holder))
        })
    }

    /// Every table, and what each partition has alone under the name of the partition.
    pub(crate) fn holders(&self) -> impl Iterator<Item = (TableName, &Table)> {
        self.tables.iter().flat_map(|table| {
            let parts = table.partitions.iter().filter_map(|one| {
                let own = one.own.as_deref()?;
                Some((one.table(&table.name), own))
            });
            [(table.name.clone(), table)].into_iter().chain(parts)
        })
    }

    /// The table of that name, or the one that the partition of that name is of.
    pub(crate) fn whole(&self, name: &TableName) -> Option<&Table> {
        let is_part = |table: &&Table| {
            let mut parts = table.partitions.iter();
            parts.any(|one| one.name == name.name && one.table(&table.name) == *name)
        };
        self.table(name)
            .or_else(|| self.tables.iter().find(is_part))
    }

    /// Changes the table of that name, or what the partition of that name has alone.
    pub(crate) fn change(&mut self, name: &TableName, change: impl FnOnce(&mut Table)) {
        if let Some(table) = self.table_mut(name) {
            change(table);
            table.sort();
            return;
        }
        let mut parts = self.tables.iter_mut().flat_map(|table| {
            let divided = table.name.clone();
            let parts = table.partitions.iter_mut();
            parts.filter(move |one| one.table(&divided) == *name)
        });
        if let Some(part) = parts.next() {
            let empty = Table::new(name.clone());
            let mut own = part.own.take().map_or_else(|| empty.clone(), |own| *own);
            change(&mut own);
            own.sort();
            part.own = (own != empty).then(|| Box::new(own));
        }
    }
}

/// The words of a text, so that texts are equal that a server does not tell apart: quotes around names
/// and numbers are a matter of the column's type there.
fn words(text: &str) -> String {
    let words = tokens(text).into_iter().filter_map(|token| match token {
        Token::Space(_) => None,
        Token::Quoted(name, _) | Token::Word(name, _) => Some(name),
        Token::Text(text) => Some(number(&text).unwrap_or(text)),
        Token::Other(text) => Some(text),
    });
    words.collect::<Vec<_>>().join(" ").replace("- ", "-")
}

/// The number in a quoted text that is one.
fn number(text: &str) -> Option<String> {
    let inner = text.strip_prefix('\'')?.strip_suffix('\'')?;
    let digits = inner.strip_prefix('-').unwrap_or(inner);
    let is_number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| inner.to_owned())
}

#[cfg(test)]
mod tests {
    use super::{Partition, Partitioning};

    #[test]
    fn bounds_are_the_same_whatever_is_quoted() {
        let is_same =
            |a: &str, b: &str| Partition::new("a", a).has_bound_of(&Partition::new("b", b));
        assert!(is_same(
            "FOR VALUES FROM (-1) TO ('10')",
            "FOR VALUES FROM ('-1') TO (10)"
        ));
        assert!(is_same("VALUES IN ('de','at')", "VALUES IN ('de', 'at')"));
        assert!(!is_same("VALUES IN ('de')", "VALUES IN ('DE')"));
        assert!(!is_same("VALUES LESS THAN (1)", "VALUES LESS THAN (2)"));
    }

    #[test]
    fn a_key_tells_its_columns() {
        let key = |key: &str| Partitioning {
            method: "RANGE".to_owned(),
            key: key.to_owned(),
            modulus: None,
        };
        assert!(key("unix_timestamp(`at`)").is_same_as(&key("UNIX_TIMESTAMP(at)")));
        assert!(key("\"At\", id").uses("At") && key("a, id").uses("id"));
        assert!(!key("a, id").uses("i"));
    }
}
