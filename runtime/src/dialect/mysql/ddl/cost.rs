//! What a change of a table costs, and the mildest form that the server has for it.
//!
//! In: a kind of work, the table on both sides of the change, the flavor. Out: what is stated in the `ALTER TABLE`, so
//! that the server refuses instead of doing more. Knows no statement. Each form was tried on MariaDB 10.11 and 11.8 and on
//! MySQL 9.7; what older ones lack is from their manuals.

use super::super::MySql;
use super::super::canonical::mentions;
use super::super::type_change::is_kept_otherwise;
use super::keys::{has_fulltext, has_hash, is_elsewhere, may_be_kept_by_another_key, row_keys};
use super::{indexes_of, is_fulltext};
use crate::model::{Check, Column, Generated, Table, Target};

/// What a change of a table that holds rows does to them and to others, from the cheapest on.
///
/// The metadata lock that every change takes for a moment is not counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Cost {
    /// Changes the catalogue alone, by a clause that takes no word for how.
    Unstated,
    /// Changes the catalogue alone.
    Metadata,
    /// The same, which MySQL does not count as instant.
    Setting,
    /// Adds or drops a column in the catalogue alone, where the table lets it.
    Instant,
    /// Takes an index away.
    Unindexed,
    /// Builds an index while others write.
    Online,
    /// Writes every row again while others write.
    Rebuild,
    /// Builds an index while others can only read.
    Shared,
    /// Writes every row again in place while others can only read.
    SharedRebuild,
    /// Writes every row again while others can only read.
    Copy,
}

impl MySql {
    /// The words of the mildest form; a change that may have to copy the table states none.
    pub(super) fn form(&self, cost: Cost) -> Option<&'static str> {
        let is_mariadb = self.is_mariadb();
        match cost {
            Cost::Unstated | Cost::Copy => None,
            // MySQL 8.0.12 was the first with the word.
            _ if !(self.has((10, 3), (8, 1)) || self.is_patch_of_8_0(12)) => None,
            Cost::Metadata | Cost::Instant => Some("ALGORITHM=INSTANT"),
            Cost::Setting if is_mariadb => Some("ALGORITHM=INSTANT"),
            Cost::Unindexed | Cost::Online if is_mariadb => Some("ALGORITHM=NOCOPY, LOCK=NONE"),
            Cost::Shared if is_mariadb => Some("ALGORITHM=NOCOPY, LOCK=SHARED"),
            Cost::Setting | Cost::Unindexed | Cost::Online | Cost::Rebuild => {
                Some("ALGORITHM=INPLACE, LOCK=NONE")
            }
            Cost::Shared | Cost::SharedRebuild => Some("ALGORITHM=INPLACE, LOCK=SHARED"),
        }
    }

    /// Whether it is MySQL 8.0, and so late a release of it.
    pub(super) fn is_patch_of_8_0(&self, patch: u16) -> bool {
        let version = self.flavor.version;
        !self.is_mariadb() && version.0 == 8 && version.1 == 0 && version.2 >= patch
    }

    /// The cost for this table: what InnoDB does in place, others do by copying, and InnoDB too where rows carry more
    /// than their columns.
    pub(super) fn cost_here(
        &self,
        cost: Cost,
        before: Option<&Table>,
        after: Option<&Table>,
    ) -> Cost {
        let sides: Vec<&Table> = before.into_iter().chain(after).collect();
        let any = |holds: fn(&Table) -> bool| sides.iter().any(|table| holds(table));
        let remains = |holds: fn(&Table) -> bool| after.is_some_and(holds);
        if any(is_elsewhere) {
            return match cost {
                Cost::Unstated | Cost::Metadata | Cost::Setting => Cost::Unstated,
                _ => Cost::Copy,
            };
        }
        let is_mariadb = self.is_mariadb();
        // Beside such a hash nothing is done in place, not even a comment.
        if is_mariadb && any(has_hash) {
            return match cost {
                Cost::Unstated => Cost::Unstated,
                Cost::Unindexed if !remains(has_hash) => Cost::Unindexed,
                _ => Cost::Copy,
            };
        }
        match cost.max(cost_of_order(cost, before, after)) {
            Cost::Instant if any(has_fulltext) => Cost::Copy,
            Cost::Instant if is_mariadb && any(indexes_a_computed_column) => Cost::Copy,
            Cost::Instant if is_mariadb && any(computes) && any(is_in_parts_or_compressed) => {
                Cost::Copy
            }
            Cost::Instant if any(is_compressed) => self.cost_here(Cost::Rebuild, before, after),
            Cost::Online if is_mariadb && before.is_some_and(may_be_kept_by_another_key) => {
                self.cost_here(Cost::Rebuild, before, after)
            }
            Cost::Rebuild if remains(has_fulltext) => Cost::Copy,
            Cost::Rebuild if is_mariadb && any(keeps_a_computed_column) => Cost::Copy,
            Cost::Rebuild if any(has_spatial) && any(has_fulltext) => Cost::Copy,
            Cost::Rebuild if any(has_spatial) => Cost::SharedRebuild,
            cost => cost,
        }
    }

    /// What it costs to state the column anew, by `MODIFY` or another name, where nothing of its rows changes.
    pub(super) fn cost_of_restating(&self, table: &Table, column: &Column) -> Cost {
        let is_kept = |generated: &Generated| generated.stored || is_indexed(table, &column.name);
        let is_written_again = if self.is_mariadb() {
            column.generated.as_ref().is_some_and(is_kept)
        } else {
            table.checks.iter().any(|check| is_made_again(table, check))
        };
        if is_written_again {
            Cost::Copy
        } else {
            Cost::Metadata
        }
    }

    /// What it costs to sort the column in another way: its bytes stay, and its indexes do not.
    pub(super) fn cost_of_sorting(&self, table: &Table, column: &str) -> Cost {
        let full = table.indexes.iter().filter(|index| is_fulltext(index));
        let mut full = full.flat_map(|index| &index.parts);
        let is_found_by_words = full.any(|part| part.target == Target::Column(column.to_owned()));
        let mut keys = row_keys(table).into_iter().flatten();
        if keys.any(|name| name == column)
            || is_found_by_words
            || is_computed_with(table, column)
            || table.column(column).is_some_and(is_list)
            || !self.is_mariadb() && is_indexed(table, column)
        {
            return Cost::Copy;
        }
        Cost::Online
    }

    /// Whether a virtual column comes and goes at a cost: MySQL keeps those over which it has an index with the table.
    pub(super) fn holds_virtual_columns(&self, table: &Table) -> bool {
        !self.is_mariadb() && (indexes_an_expression(table) || indexes_a_computed_column(table))
    }
}

/// What it costs besides that the rows may be kept in another order. What changes the catalogue alone gives their key
/// another name at most.
fn cost_of_order(cost: Cost, before: Option<&Table>, after: Option<&Table>) -> Cost {
    let (Some(before), Some(after)) = (before, after) else {
        return cost;
    };
    let (old, new) = (row_keys(before), row_keys(after));
    if cost < Cost::Instant || after.primary_key.is_some() || old == new {
        cost
    } else if old.is_subset(&new) {
        Cost::Rebuild
    } else {
        Cost::Copy
    }
}

/// Whether the column has one or some of the values that its type lists.
fn is_list(column: &Column) -> bool {
    let kinds = ["enum(", "set("];
    kinds.iter().any(|kind| column.data_type.starts_with(kind))
}

/// Whether MySQL makes the check on every row again as soon as any column is stated anew. It takes the types of these
/// columns for other ones than it keeps (seen on 9.7).
pub(super) fn is_made_again(table: &Table, check: &Check) -> bool {
    let is_enforced = !check.clauses.iter().any(|clause| clause == "NOT ENFORCED");
    let mut unlike = table
        .columns
        .iter()
        .filter(|column| is_kept_otherwise(&column.data_type));
    is_enforced && unlike.any(|column| mentions(&check.expression, &column.name))
}

fn is_compressed(table: &Table) -> bool {
    let format = table.options.get("row_format");
    format.is_some_and(|format| format.eq_ignore_ascii_case("compressed"))
        || table.options.contains_key("key_block_size")
}

fn is_in_parts_or_compressed(table: &Table) -> bool {
    table.partitioning.is_some() || is_compressed(table)
}

fn has_spatial(table: &Table) -> bool {
    let is_spatial = |method: Option<&str>| method == Some("SPATIAL");
    let mut indexes = table.indexes.iter();
    indexes.any(|index| is_spatial(index.method.as_deref()))
}

fn computes(table: &Table) -> bool {
    table
        .columns
        .iter()
        .any(|column| column.generated.is_some())
}

/// Whether a generated column of the table names the column.
pub(super) fn is_computed_with(table: &Table, column: &str) -> bool {
    let mut texts = table
        .columns
        .iter()
        .filter_map(|own| own.generated.as_ref());
    texts.any(|generated| mentions(&generated.expression, column))
}

/// Whether computed values are in the rows or in an index.
fn keeps_a_computed_column(table: &Table) -> bool {
    let mut computed = table
        .columns
        .iter()
        .filter_map(|column| column.generated.as_ref());
    computed.any(|generated| generated.stored) || indexes_a_computed_column(table)
}

fn indexes_a_computed_column(table: &Table) -> bool {
    let mut computed = table
        .columns
        .iter()
        .filter(|column| column.generated.is_some());
    computed.any(|column| is_indexed(table, &column.name))
}

pub(super) fn indexes_an_expression(table: &Table) -> bool {
    let mut parts = table.indexes.iter().flat_map(|index| &index.parts);
    parts.any(|part| matches!(part.target, Target::Expression(_)))
}

/// Whether an index holds the column, in whole or in part.
fn is_indexed(table: &Table, column: &str) -> bool {
    let names = |target: &Target| match target {
        Target::Column(name) => name == column,
        Target::Expression(text) => mentions(text, column),
    };
    table.is_in_primary_key(column)
        || indexes_of(table)
            .iter()
            .any(|index| index.parts.iter().any(|part| names(&part.target)))
}

#[cfg(test)]
mod tests {
    use super::Cost;
    use crate::dialect::mysql::MySql;
    use crate::dialect::mysql::tests::{MARIADB, MYSQL};
    use crate::model::{Flavor, Vendor, Version};

    #[test]
    fn each_flavor_has_a_mildest_form_and_copies_are_not_asked_for() {
        let old = MySql {
            flavor: Flavor::new(Vendor::MySql, Version(8, 0, 11)),
        };
        for (cost, on_mariadb, on_mysql) in [
            (Cost::Metadata, "ALGORITHM=INSTANT", "ALGORITHM=INSTANT"),
            (
                Cost::Setting,
                "ALGORITHM=INSTANT",
                "ALGORITHM=INPLACE, LOCK=NONE",
            ),
            (
                Cost::Online,
                "ALGORITHM=NOCOPY, LOCK=NONE",
                "ALGORITHM=INPLACE, LOCK=NONE",
            ),
            (
                Cost::Rebuild,
                "ALGORITHM=INPLACE, LOCK=NONE",
                "ALGORITHM=INPLACE, LOCK=NONE",
            ),
            (
                Cost::Shared,
                "ALGORITHM=NOCOPY, LOCK=SHARED",
                "ALGORITHM=INPLACE, LOCK=SHARED",
            ),
        ] {
            assert_eq!(MARIADB.form(cost), Some(on_mariadb), "{cost:?}");
            assert_eq!(MYSQL.form(cost), Some(on_mysql), "{cost:?}");
            assert_eq!(old.form(cost), None, "{cost:?}");
        }
        assert_eq!(MARIADB.form(Cost::Copy), None);
    }
}
