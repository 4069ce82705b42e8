//! The checked table.
//!
//! In: nothing. Out: the types that `check` builds and `expand` writes. Whatever was settled is no
//! longer an `Option`, and fields have become column names.

use proc_macro2::{Ident, Span};
use syn::{Type, Visibility};

use crate::attr::{Action, Bound, DefaultValue, Every, Properties, Reference, Sql, TableOption};

/// A table without a contradiction.
pub(crate) struct Model {
    pub(crate) vis: Visibility,
    pub(crate) ident: Ident,
    pub(crate) schema: Option<String>,
    pub(crate) name: String,
    pub(crate) renamed_from: Vec<String>,
    pub(crate) columns: Vec<Column>,
    pub(crate) primary_key: Vec<String>,
    pub(crate) uniques: Vec<Key>,
    pub(crate) indexes: Vec<Key>,
    pub(crate) foreign_keys: Vec<ForeignKey>,
    pub(crate) checks: Vec<Check>,
    pub(crate) comment: Option<String>,
    pub(crate) options: Vec<TableOption>,
    pub(crate) dropped: Vec<String>,
    pub(crate) engines: Vec<String>,
    pub(crate) partitioning: Option<Partitioning>,
    pub(crate) demands: Vec<Demand>,
}

/// A column.
pub(crate) struct Column {
    pub(crate) ident: Ident,
    pub(crate) name: String,
    pub(crate) stored: Stored,
    /// Whether it alone is the primary key or unique.
    pub(crate) is_key: bool,
    pub(crate) is_auto_increment: bool,
    pub(crate) max_length: Option<u32>,
    pub(crate) default: Option<DefaultValue>,
    pub(crate) renamed_from: Vec<String>,
    pub(crate) properties: Properties,
}

/// Who says what is stored.
#[derive(Clone)]
pub(crate) enum Stored {
    /// The type, through the trait `ColumnType`.
    Typed(Type),
    /// sqlx stores the type as a JSON document, whatever it is.
    Json { ty: Type, is_nullable: bool },
}

/// An index or a unique key.
#[derive(PartialEq)]
pub(crate) struct Key {
    pub(crate) name: Option<String>,
    pub(crate) columns: Vec<KeyColumn>,
}

/// A column of an index or a unique key.
#[derive(PartialEq)]
pub(crate) struct KeyColumn {
    pub(crate) name: String,
    pub(crate) is_descending: bool,
}

/// A foreign key of one column.
pub(crate) struct ForeignKey {
    /// The position of the column.
    pub(crate) column: usize,
    pub(crate) target: Reference,
    pub(crate) on_delete: Action,
    pub(crate) on_update: Action,
}

/// A check.
pub(crate) struct Check {
    pub(crate) name: Option<String>,
    pub(crate) expression: Sql,
}

/// How the rows are divided.
pub(crate) struct Partitioning {
    pub(crate) method: PartitionMethod,
    pub(crate) columns: Vec<String>,
    pub(crate) partitions: Vec<Partition>,
    /// Each value that bounds a partition, with the position of its column.
    pub(crate) bounds: Vec<(usize, Bound)>,
    /// The position of the column that time passes in, and the word that says so.
    pub(crate) rolling: Option<(usize, Span)>,
}

/// By what kind of rule rows are divided.
pub(crate) enum PartitionMethod {
    Range,
    Rolling {
        every: Every,
        ahead: u32,
        keep: Option<u32>,
    },
    List,
    Hash(u32),
}

/// A partition.
pub(crate) struct Partition {
    pub(crate) name: String,
    pub(crate) bound: PartitionBound,
}

/// Which rows a partition holds.
pub(crate) enum PartitionBound {
    Range(Vec<Bound>, Vec<Bound>),
    List(Vec<Bound>),
    Default,
    Dropped,
}

/// What a word demands of the column's type. Only the compiler knows whether it holds.
pub(crate) struct Demand {
    /// The position of the column.
    pub(crate) column: usize,
    pub(crate) rule: Rule,
    /// The word that demands it.
    pub(crate) span: Span,
}

/// The rules that look at a type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Rule {
    Default,
    Key,
    AutoIncrement,
    MaxLength,
    SetNull,
    OnPostgres,
    OnSqlite,
    KeyOnMySql,
    Length,
    Precision,
    Scale,
    Collation,
    Charset,
    Update,
}
