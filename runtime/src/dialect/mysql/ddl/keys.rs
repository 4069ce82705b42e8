//! What InnoDB keeps the rows of a table by, beyond what the model says.
//!
//! In: a table, or both sides of a change of it. Out: its keys and what else is in its rows, and the clause that keeps
//! its numbers keyed. Knows no flavor.

use std::collections::BTreeSet;

use super::super::text::quote;
use super::super::type_change::{greatest_bytes, is_character_type, is_unbounded};
use super::{indexes_of, is_fulltext};
use crate::model::{Column, Index, Table, Target, USUAL};

/// The index that stands in for the key of a column that numbers itself.
pub(super) const STAND_IN: &str = "_trueup_number";

/// What gives a column that numbers itself the key that it must have at every moment, between the
/// edit that makes the column and the one that makes its key: the engine refuses with 1075 without
/// one, and the two are edits of their own.
pub(super) fn stand_in(before: Option<&Table>, after: Option<&Table>) -> Option<String> {
    let old = before.and_then(keyless_number);
    let new = after.and_then(keyless_number);
    match (old, new) {
        (None, Some(column)) => Some(format!(
            "ADD UNIQUE KEY {} ({})",
            quote(STAND_IN),
            quote(column)
        )),
        // A dropped column takes its key along.
        (Some(column), None) if after.is_some_and(|table| table.column(column).is_some()) => {
            Some(format!("DROP INDEX {}", quote(STAND_IN)))
        }
        _ => None,
    }
}

/// The column that numbers itself and has no key for it.
fn keyless_number(table: &Table) -> Option<&str> {
    let mut columns = table.columns.iter();
    let column = columns.find(|column| column.auto_increment.is_some())?;
    let keyed: Vec<String> = indexes_of(table)
        .iter()
        .filter(|index| !matches!(index.method.as_deref(), Some("FULLTEXT" | "SPATIAL")))
        .filter_map(|index| match &index.parts.first()?.target {
            Target::Column(name) => Some(name.clone()),
            Target::Expression(_) => None,
        })
        .chain(
            table
                .primary_key
                .iter()
                .flat_map(|key| key.columns.first().cloned()),
        )
        .collect();
    // Other engines also number within the other columns of a key.
    let is_within = || {
        let primary = table.primary_key.iter();
        let mut keys = primary.map(|key| key.columns.clone());
        let indexes = indexes_of(table);
        let mut parts = indexes.iter().flat_map(|index| &index.parts);
        keys.any(|key| key.contains(&column.name))
            || parts
                .any(|part| matches!(&part.target, Target::Column(name) if *name == column.name))
    };
    let is_keyed = keyed.contains(&column.name) || (is_elsewhere(table) && is_within());
    (!is_keyed).then_some(column.name.as_str())
}

/// The keys one of which orders the rows: the primary key, or else the oldest unique index over columns that refuse
/// NULL. No catalogue tells which one that is.
pub(super) fn row_keys(table: &Table) -> BTreeSet<Vec<String>> {
    if let Some(key) = &table.primary_key {
        return BTreeSet::from([key.columns.clone()]);
    }
    let number = keyless_number(table).map(|column| vec![column.to_owned()]);
    let indexes = indexes_of(table);
    let uniques = indexes.iter().filter(|index| index.unique);
    let columns = uniques.filter_map(|index| whole_columns(table, index));
    let certain = columns.filter(|columns| columns.iter().all(|column| is_certain(column)));
    let names = certain.map(|columns| columns.iter().map(|column| column.name.clone()).collect());
    names.chain(number).collect()
}

/// Whether the next index that is built may order the rows by another key: the server puts the unique keys whose
/// columns refuse NULL before the others only then.
pub(super) fn may_be_kept_by_another_key(table: &Table) -> bool {
    let indexes = indexes_of(table);
    let uniques = indexes.iter().filter(|index| index.unique);
    table.primary_key.is_none() && !row_keys(table).is_empty() && uniques.count() > 1
}

/// The columns of an index that is over nothing else.
fn whole_columns<'a>(table: &'a Table, index: &Index) -> Option<Vec<&'a Column>> {
    let parts = index.parts.iter();
    let columns = parts.map(|part| match &part.target {
        Target::Column(name) if part.length.is_none() => table.column(name),
        _ => None,
    });
    columns.collect()
}

/// Whether the column has a value in each row, and in the row itself.
fn is_certain(column: &Column) -> bool {
    let generated = column.generated.as_ref();
    !column.nullable && generated.is_none_or(|generated| generated.stored)
}

pub(super) fn has_fulltext(table: &Table) -> bool {
    table.indexes.iter().any(is_fulltext)
}

/// Whether the rows would be left with the document ids of their last full-text index. Nobody sees those, and no column
/// comes or goes instantly beside them.
pub(super) fn leaves_document_ids(before: Option<&Table>, after: Option<&Table>) -> bool {
    let has_ids = |table: &Table| has_fulltext(table) && !is_elsewhere(table);
    before.is_some_and(has_ids) && !after.is_some_and(has_fulltext)
}

/// Whether another engine than InnoDB keeps the rows.
pub(super) fn is_elsewhere(table: &Table) -> bool {
    let engine = table.options.get("engine");
    engine.is_some_and(|engine| engine != USUAL && !engine.eq_ignore_ascii_case("innodb"))
}

/// Whether the rows carry a hash for a unique index over more than a key holds, as MariaDB makes it.
pub(super) fn has_hash(table: &Table) -> bool {
    let indexes = indexes_of(table);
    let mut uniques = indexes.iter().filter(|index| index.unique);
    uniques.any(|index| is_hashed(table, index))
}

fn is_hashed(table: &Table, index: &Index) -> bool {
    let parts = index.parts.iter().map(|part| match &part.target {
        Target::Column(name) => Some((table.column(name)?, part.length)),
        Target::Expression(_) => None,
    });
    let Some(parts) = parts.collect::<Option<Vec<(&Column, Option<u32>)>>>() else {
        return false;
    };
    let format = table.options.get("row_format").map(String::as_str);
    let is_short = format.is_some_and(|format| {
        ["compact", "redundant"]
            .iter()
            .any(|short| format.eq_ignore_ascii_case(short))
    });
    let most = if is_short { 767 } else { 3072 };
    let bytes = |(column, length): &(&Column, Option<u32>)| {
        let of_table = table.options.get("collation");
        let collation = column.collation.as_ref().or(of_table);
        let collation = collation.map(String::as_str);
        match length {
            // It counts characters of a text, and bytes of anything else.
            Some(length) if is_character_type(&column.data_type) => {
                greatest_bytes(&format!("char({length})"), collation)
            }
            Some(length) => *length,
            None => greatest_bytes(&column.data_type, collation),
        }
    };
    let is_endless = |(column, length): &(&Column, Option<u32>)| {
        length.is_none() && is_unbounded(&column.data_type)
    };
    parts
        .iter()
        .any(|part| is_endless(part) || bytes(part) > most)
        || parts.iter().map(bytes).sum::<u32>() > 3072
}
