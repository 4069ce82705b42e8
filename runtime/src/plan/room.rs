//! What a transaction of new tables locks: each relation that it makes or refers to, until its end.

use std::collections::BTreeSet;

use crate::model::{Column, Schema, Table, TableName};

/// So many locks are taken at once. As it comes, PostgreSQL has room for 64 of each of a hundred connections and some twenty
/// processes of its own, and a tenth more ("Lock Management", `max_locks_per_transaction`).
const ENOUGH: usize = 8_192;

/// The tables that a transaction has locked.
pub(super) struct Room<'a> {
    /// The schema at the end: what a table has then is counted with it.
    schema: &'a Schema,
    held: BTreeSet<TableName>,
    locks: usize,
}

impl<'a> Room<'a> {
    pub(super) const fn new(schema: &'a Schema) -> Self {
        Self {
            schema,
            held: BTreeSet::new(),
            locks: 0,
        }
    }

    /// Locks the tables as well; whether there is room for them.
    pub(super) fn lock(&mut self, tables: &[TableName]) -> bool {
        for name in tables {
            if self.held.insert(name.clone()) {
                self.locks += self.schema.table(name).map_or(OWN, relations);
            }
        }
        self.locks <= ENOUGH
    }
}

/// A table, and the one beside it for long values with its index.
const OWN: usize = 3;

/// The relations of a table: what is its own, the indexes of its keys and others, all of it again for each partition, and sequences.
fn relations(table: &Table) -> usize {
    let keys = usize::from(table.primary_key.is_some()) + table.uniques.len();
    let own = OWN + keys + table.indexes.len() + table.exclusions.len();
    let numbered = |column: &&Column| column.auto_increment.is_some();
    own * (1 + table.partitions.len()) + table.columns.iter().filter(numbered).count()
}
