//! Reads the words of `#[table]`.
//!
//! In: the attributes of a struct. Out: [`TableWords`]. Does not know the fields.

use proc_macro2::Span;
use syn::Attribute;

use super::engine::{Engine, engines};
use super::key::{self, Kind};
use super::partition::{Partition, PartitionBy, partition, partition_by};
use super::trigger::{self, Trigger};
use super::{
    Check, ForeignKey, Key, Name, TableOptions, case, check, former_names, quoted_list, reference,
    set, text, unknown, words,
};
use crate::errors::Errors;
use crate::naming::Case;

pub(crate) const WORDS: &[&str] = &[
    "name",
    "schema",
    "rename_all",
    "renamed_from",
    "index",
    "unique",
    "primary_key",
    "foreign_key",
    "exclude",
    "check",
    "trigger",
    "dropped",
    "engines",
    "comment",
    "engine",
    "charset",
    "collation",
    "row_format",
    "strict",
    "without_rowid",
    "unlogged",
    "tablespace",
    "replica_identity",
    "storage",
    "partition_by",
    "partition",
];

/// What `#[table]` says.
#[derive(Debug, Default)]
pub(crate) struct TableWords {
    pub(crate) name: Option<Name>,
    pub(crate) schema: Option<Name>,
    pub(crate) rename_all: Option<(Case, Span)>,
    pub(crate) renamed_from: Vec<Name>,
    pub(crate) indexes: Vec<Key>,
    pub(crate) uniques: Vec<Key>,
    pub(crate) primary_key: Option<Key>,
    pub(crate) foreign_keys: Vec<ForeignKey>,
    pub(crate) exclusions: Vec<Key>,
    pub(crate) checks: Vec<Check>,
    pub(crate) triggers: Vec<Trigger>,
    pub(crate) dropped: Vec<Name>,
    pub(crate) engines: Option<Vec<Engine>>,
    pub(crate) options: TableOptions,
    pub(crate) partition_by: Option<PartitionBy>,
    pub(crate) partitions: Vec<Partition>,
}

impl TableWords {
    pub(crate) fn read(attributes: &[Attribute], errors: &mut Errors) -> Self {
        let mut table = Self::default();
        let mut renamed_from = None;
        words(attributes, "table", errors, |word, input| {
            match word.to_string().as_str() {
                "name" => set(
                    &mut table.name,
                    word,
                    text(word, "name = \"accounts\"", input)?,
                ),
                "schema" => set(
                    &mut table.schema,
                    word,
                    text(word, "schema = \"billing\"", input)?,
                ),
                "engines" => set(&mut table.engines, word, engines(word, input)?),
                "rename_all" => set(&mut table.rename_all, word, case(word, input)?),
                "renamed_from" => set(&mut renamed_from, word, former_names(word, input)?),
                "index" => {
                    let index = key::of_struct(word, Kind::Index, input)?;
                    table.indexes.push(index);
                    Ok(())
                }
                "unique" => {
                    let unique = key::of_struct(word, Kind::Unique, input)?;
                    table.uniques.push(unique);
                    Ok(())
                }
                "primary_key" => {
                    let key = key::of_struct(word, Kind::PrimaryKey, input)?;
                    set(&mut table.primary_key, word, key)
                }
                "foreign_key" => {
                    table.foreign_keys.push(reference::of_struct(word, input)?);
                    Ok(())
                }
                "exclude" => {
                    let exclusion = key::of_struct(word, Kind::Exclusion, input)?;
                    table.exclusions.push(exclusion);
                    Ok(())
                }
                "check" => {
                    table.checks.push(check(word, input)?);
                    Ok(())
                }
                "trigger" => {
                    table.triggers.push(trigger::trigger(word, input)?);
                    Ok(())
                }
                "dropped" => {
                    let example = "dropped(\"old_column\")";
                    table.dropped.extend(quoted_list(word, example, input)?);
                    Ok(())
                }
                "partition_by" => {
                    let by = partition_by(word, input)?;
                    set(&mut table.partition_by, word, by)
                }
                "partition" => {
                    table.partitions.push(partition(word, input)?);
                    Ok(())
                }
                _ => table
                    .options
                    .read(word, input)
                    .unwrap_or_else(|| Err(unknown(word, WORDS))),
            }
        });
        table.renamed_from = renamed_from.unwrap_or_default();
        table
    }
}
