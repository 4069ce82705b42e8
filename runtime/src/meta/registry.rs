//! Which tables the program has.
//!
//! In: what the derive registered at link time, or a list that the caller gives. Out: the tables,
//! sorted by name and without duplicates. The only reader of `inventory`.

use std::collections::BTreeMap;

use super::TableMeta;

/// A table that the derive registered; for generated code.
#[doc(hidden)]
#[derive(Debug)]
pub struct Registered(pub &'static TableMeta);

inventory::collect!(Registered);

/// A table that may be dropped with its data; written by [`dropped_table!`](crate::dropped_table).
#[doc(hidden)]
#[derive(Debug)]
pub struct Dropped(pub &'static str);

inventory::collect!(Dropped);

/// The tables of a program.
#[derive(Debug, Clone, Default)]
pub struct Registry {
    tables: Vec<&'static TableMeta>,
    dropped_tables: Vec<&'static str>,
}

/// Two structs claim the same table.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("table `{table}` is defined by both `{first}` and `{second}`")]
pub struct RegistryError {
    /// The table's name.
    pub table: String,
    /// The path of one struct.
    pub first: String,
    /// The path of the other.
    pub second: String,
}

impl Registry {
    /// The tables of every crate that is linked into the program.
    ///
    /// A crate that no path in the program names is not linked, and its tables are missing here;
    /// [`link!`](crate::link) names it.
    ///
    /// # Errors
    ///
    /// When two structs have the same table name.
    pub fn linked() -> Result<Self, RegistryError> {
        let tables = inventory::iter::<Registered>()
            .map(|registered| registered.0)
            .collect();
        let mut dropped_tables: Vec<_> = inventory::iter::<Dropped>()
            .map(|dropped| dropped.0)
            .collect();
        dropped_tables.sort_unstable();
        dropped_tables.dedup();
        Self {
            tables,
            dropped_tables,
        }
        .sorted()
    }

    /// The given tables and no others; [`tables!`](crate::tables) writes the list.
    ///
    /// # Errors
    ///
    /// When two structs have the same table name.
    pub fn of(tables: &[&'static TableMeta]) -> Result<Self, RegistryError> {
        Self {
            tables: tables.to_vec(),
            dropped_tables: Vec::new(),
        }
        .sorted()
    }

    /// Also allows that these tables are dropped with their data.
    #[must_use]
    pub fn with_dropped_tables(mut self, names: &[&'static str]) -> Self {
        self.dropped_tables.extend(names);
        self.dropped_tables.sort_unstable();
        self.dropped_tables.dedup();
        self
    }

    /// The tables, sorted by namespace and name.
    #[must_use]
    pub fn tables(&self) -> &[&'static TableMeta] {
        &self.tables
    }

    /// Names of tables that may be dropped.
    #[must_use]
    pub fn dropped_tables(&self) -> &[&'static str] {
        &self.dropped_tables
    }

    fn sorted(mut self) -> Result<Self, RegistryError> {
        let mut seen = BTreeMap::new();
        for table in &self.tables {
            if let Some(other) = seen.insert((table.schema, table.name), *table)
                && !std::ptr::eq(other, *table)
            {
                let mut paths = [path(other), path(table)];
                paths.sort();
                let [first, second] = paths;
                return Err(RegistryError {
                    table: table.name.to_owned(),
                    first,
                    second,
                });
            }
        }
        self.tables = seen.into_values().collect();
        Ok(self)
    }
}

fn path(table: &TableMeta) -> String {
    format!("{}::{}", table.module, table.rust_name)
}
