//! Reads the words of `#[table]`.
//!
//! In: the attributes of a struct. Out: [`TableWords`]. Does not know the fields.

use proc_macro2::{Ident, Span};
use syn::ext::IdentExt;
use syn::parse::ParseStream;
use syn::{Attribute, Token};

use super::partition::{Partition, PartitionBy, partition, partition_by};
use super::{
    Check, Name, TableOptions, case, check, former_names, key_name, nested, quoted_list, set, text,
};
use super::{unknown, words};
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
    "check",
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
    pub(crate) checks: Vec<Check>,
    pub(crate) dropped: Vec<Name>,
    pub(crate) engines: Option<Vec<String>>,
    pub(crate) options: TableOptions,
    pub(crate) partition_by: Option<PartitionBy>,
    pub(crate) partitions: Vec<Partition>,
}

/// An index, a unique key or a primary key over fields.
#[derive(Debug)]
pub(crate) struct Key {
    pub(crate) word: Span,
    pub(crate) name: Option<Name>,
    pub(crate) fields: Vec<KeyField>,
}

/// A field in an index.
#[derive(Debug)]
pub(crate) struct KeyField {
    pub(crate) ident: Ident,
    pub(crate) is_descending: bool,
}

/// Which key is read: only an index has a direction, and a primary key has no name.
#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Index,
    Unique,
    PrimaryKey,
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
                "engines" => set(
                    &mut table.engines,
                    word,
                    super::outside::engines(word, input)?,
                ),
                "rename_all" => set(&mut table.rename_all, word, case(word, input)?),
                "renamed_from" => set(&mut renamed_from, word, former_names(word, input)?),
                "index" => {
                    table.indexes.push(key(word, Kind::Index, input)?);
                    Ok(())
                }
                "unique" => {
                    table.uniques.push(key(word, Kind::Unique, input)?);
                    Ok(())
                }
                "primary_key" => {
                    let key = key(word, Kind::PrimaryKey, input)?;
                    set(&mut table.primary_key, word, key)
                }
                "check" => {
                    table.checks.push(check(word, input)?);
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

/// Reads `(a, b desc)` with the name that may stand before.
fn key(word: &Ident, kind: Kind, input: ParseStream) -> syn::Result<Key> {
    let example = match kind {
        Kind::Index => "index(field, other_field desc)",
        Kind::Unique => "unique(field, other_field)",
        Kind::PrimaryKey => "primary_key(field, other_field)",
    };
    let mut name = None;
    let mut fields = Vec::new();
    nested(word, example, input, |input| {
        // A field may itself be called `name`.
        if input.peek2(Token![=]) {
            if kind == Kind::PrimaryKey {
                return Err(input.error(format!(
                    "a primary key takes no name\nhelp: write `{example}`"
                )));
            }
            return key_name(&mut name, &[], example, input);
        }
        let Ok(ident) = input.call(Ident::parse_any) else {
            return Err(input.error(format!(
                "expected the name of a field, without quotes\nhelp: write `{example}`"
            )));
        };
        let is_descending = direction(kind, input)?;
        fields.push(KeyField {
            ident,
            is_descending,
        });
        Ok(())
    })?;
    if fields.is_empty() {
        return Err(super::needs(word, "at least one field", example));
    }
    Ok(Key {
        word: word.span(),
        name,
        fields,
    })
}

/// Reads `asc` or `desc`, where one is written.
fn direction(kind: Kind, input: ParseStream) -> syn::Result<bool> {
    if input.is_empty() || input.peek(Token![,]) {
        return Ok(false);
    }
    let Ok(word) = input.call(Ident::parse_any) else {
        return Err(input.error("expected `,`"));
    };
    let is_descending = match word.unraw().to_string().as_str() {
        "asc" => false,
        "desc" => true,
        _ => return Err(unknown(&word, &["desc", "asc"])),
    };
    if kind == Kind::Index {
        return Ok(is_descending);
    }
    Err(syn::Error::new(
        word.span(),
        format!(
            "only an index has a direction\nhelp: take `{word}` away, or write an `index(...)`"
        ),
    ))
}
