//! Names of indexes that somebody chose for another table.
//!
//! In: the desired side. Out: what is there of a table, without what has such a name: nobody who left the name open keeps it.

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::model::{Engine, Name, Schema, Table, TableName};

/// Each chosen name with its table, where an index has its name alone among those of all tables.
pub(super) struct Claimed(BTreeMap<TableName, TableName>);

impl Claimed {
    pub(super) fn of(desired: &Schema) -> Self {
        if desired.flavor.engine() == Engine::MySql {
            return Self(BTreeMap::new());
        }
        let names = desired.tables.iter().flat_map(|table| {
            let chosen = names(table).filter(|name| !name.is_implicit());
            chosen.map(|name| (own(table, name), table.name.clone()))
        });
        Self(names.collect())
    }

    /// The table without what has the name of another table's.
    pub(super) fn free<'a>(&self, found: &'a Table) -> Cow<'a, Table> {
        let is_free = |name: &Name| {
            let owner = self.0.get(&own(found, name));
            owner.is_none_or(|owner| *owner == found.name)
        };
        if self.0.is_empty() || names(found).all(is_free) {
            return Cow::Borrowed(found);
        }
        let mut free = found.clone();
        free.indexes.retain(|index| is_free(&index.name));
        free.uniques.retain(|unique| is_free(&unique.name));
        Cow::Owned(free)
    }
}

fn names(table: &Table) -> impl Iterator<Item = &Name> {
    let uniques = table.uniques.iter().map(|unique| &unique.name);
    table.indexes.iter().map(|index| &index.name).chain(uniques)
}

fn own(table: &Table, name: &Name) -> TableName {
    table.name.renamed(&name.text().to_lowercase())
}
