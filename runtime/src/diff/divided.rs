//! Brings the partitions of both sides to the same names and spellings.
//!
//! In: a desired table and the one that is found. Out: the desired one, where what holds the same rows
//! is spelled as it is found.

use crate::model::{Partition, Rolling, Table, USUAL};

/// Takes the spelling of what divides rows alike. A partition of the same rows that somebody else has
/// made under another name serves; one of ours is renamed.
pub(super) fn adopt(table: &mut Table, found: &Table, is_ours: impl Fn(&str) -> bool) {
    if let (Some(wanted), Some(other)) = (&mut table.partitioning, &found.partitioning)
        && wanted.is_same_as(other)
    {
        wanted.clone_from(other);
    }
    let wanted: Vec<String> = table
        .partitions
        .iter()
        .map(|one| one.name.clone())
        .collect();
    for partition in &mut table.partitions {
        let named = found
            .partitions
            .iter()
            .find(|one| one.name == partition.name);
        let same = found.partitions.iter().find(|one| {
            !one.bound.is_empty() && one.has_bound_of(partition) && !wanted.contains(&one.name)
        });
        match (named, same) {
            (Some(named), _) if named.has_bound_of(partition) => {
                partition.bound.clone_from(&named.bound);
            }
            (None, Some(same)) => {
                partition.bound.clone_from(&same.bound);
                if !is_ours(&same.name) {
                    partition.name.clone_from(&same.name);
                }
            }
            _ => {}
        }
    }
}

/// Partitions of times that have passed stay, as long as they are kept. They follow the name of their table.
pub(super) fn keep(table: &mut Table, found: &Table, rolling: &Rolling) {
    for partition in &found.partitions {
        let name = rolling.present_name(&partition.name);
        let mut others = table.partitions.iter();
        if rolling.keeps(&name) && !others.any(|one| one.name == name) {
            table.partitions.push(Partition {
                name,
                ..partition.bare()
            });
        }
    }
}

/// A table that says nothing of partitions stays divided as it is, and settings that nobody states stay as
/// they are.
pub(super) fn adopt_unstated(table: &mut Table, found: &Table) {
    if table.partitioning.is_none() {
        table.partitioning.clone_from(&found.partitioning);
        table.partitions = found.partitions.iter().map(Partition::bare).collect();
        return;
    }
    for partition in &mut table.partitions {
        let named = found
            .partitions
            .iter()
            .find(|one| one.name == partition.name);
        if let Some(named) = named {
            partition.namespace.clone_from(&named.namespace);
            let stated = std::mem::replace(&mut partition.options, named.options.clone());
            for (name, value) in stated {
                if value == USUAL {
                    partition.options.shift_remove(&name);
                } else {
                    partition.options.insert(name, value);
                }
            }
        }
    }
}
