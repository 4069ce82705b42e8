//! Tables that are alike as a whole.
//!
//! In: both sides. Out: the tables of which nothing is to be compared one by one.

use std::collections::BTreeSet;

use crate::model::{Schema, Table, TableName};

/// The tables that are as they are desired, which most are: nothing in them is to be compared one by one. A key that
/// refers to a moved partition is made anew, though both sides say the same of it.
pub(super) fn tables<'a>(
    live: &Schema,
    desired: &'a Schema,
    is_moved: &dyn Fn(&TableName) -> bool,
) -> BTreeSet<&'a TableName> {
    let in_order = |table: &Table| {
        let mut table = table.clone();
        table.columns.sort_by(|a, b| a.name.cmp(&b.name));
        table
    };
    let is_same = |a: &Table, b: &Table| {
        a == b || a.columns.len() == b.columns.len() && in_order(a) == in_order(b)
    };
    let follows = |table: &Table| {
        let parts = table.partitions.iter().filter_map(|one| one.own.as_deref());
        let mut keys = parts.chain([table]).flat_map(|own| &own.foreign_keys);
        keys.any(|key| is_moved(&key.target))
    };
    let tables = desired.tables.iter().filter(|wanted| {
        let found = live.table(&wanted.name);
        found.is_some_and(|found| is_same(found, wanted)) && !follows(wanted)
    });
    tables.map(|table| &table.name).collect()
}
